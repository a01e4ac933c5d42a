import type { WavFormat } from './wav-format.ts';

/**
 * The samples of some whole frames of a WAV file, a channel at a time. Integers become multiples of
 * 2^-(bits-1), exactly. Floats that are no numbers, infinite, or too large for 32 bits become silence. A frame
 * that was cut off is dropped.
 */
export function decodeWavFrames(format: WavFormat, data: Buffer): Float32Array[] {
  const frameBytes = format.channels * format.bytesPerSample;
  const frames = Math.floor(data.length / frameBytes);
  const read = sampleReader(format, data);
  return Array.from({ length: format.channels }, (_, channel) => {
    const samples = new Float32Array(frames);
    let offset = channel * format.bytesPerSample;
    for (let frame = 0; frame < frames; frame++, offset += frameBytes) samples[frame] = read(offset);
    return samples;
  });
}

function sampleReader({ encoding, bytesPerSample }: WavFormat, data: Buffer): (offset: number) => number {
  if (encoding === 'float') {
    const read = bytesPerSample === 4 ? data.readFloatLE.bind(data) : data.readDoubleLE.bind(data);
    return (offset) => {
      const value = read(offset);
      return Number.isFinite(Math.fround(value)) ? value : 0;
    };
  }
  // 8 bit is the one unsigned form.
  if (bytesPerSample === 1) return (offset) => ((data[offset] ?? 128) - 128) / 128;
  if (bytesPerSample === 2) return (offset) => data.readInt16LE(offset) / 2 ** 15;
  if (bytesPerSample === 3) return (offset) => data.readIntLE(offset, 3) / 2 ** 23;
  return (offset) => data.readInt32LE(offset) / 2 ** 31;
}
