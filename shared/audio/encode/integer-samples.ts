/**
 * Samples as integers of so many bits, the channels interleaved. They are rounded to the nearest step and clipped at
 * full scale, never wrapped around.
 *
 * @returns 16 bit as they are; 24 bit in the lower three bytes of each number.
 */
export function integerSamples(channels: readonly Float32Array[], bits: 16 | 24): Int16Array | Int32Array {
  const length = channels[0]?.length ?? 0;
  const count = channels.length;
  const samples = bits === 16 ? new Int16Array(length * count) : new Int32Array(length * count);
  const scale = 2 ** (bits - 1);
  channels.forEach((channel, position) => {
    for (let index = 0; index < channel.length; index++) {
      const value = Math.round((channel[index] ?? 0) * scale);
      samples[index * count + position] = Math.max(-scale, Math.min(scale - 1, value));
    }
  });
  return samples;
}
