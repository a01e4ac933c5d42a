/**
 * The FLAC decoder divides by the largest positive integer, so full negative scale becomes -1.00003 and no
 * sample is a multiple of 2^-15. Multiplying gives back the exact values that a WAV file of the same
 * samples has.
 */
export function undoFlacScaling(channels: readonly Float32Array[], bitsPerSample = 16): void {
  const half = 2 ** (bitsPerSample - 1);
  for (const channel of channels) {
    for (let index = 0; index < channel.length; index++) {
      channel[index] = Math.round((channel[index] ?? 0) * (half - 1)) / half;
    }
  }
}
