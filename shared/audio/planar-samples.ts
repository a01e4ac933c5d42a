import { endianness } from 'node:os';

const BYTES_PER_SAMPLE = 4;

/**
 * Channels as plain bytes for storage between functions: 32 bit little-endian floats, one channel after the
 * other, without a header. Whoever reads them knows how many channels there are.
 */
export function encodePlanar(channels: readonly Float32Array[]): Buffer {
  assertLittleEndian();
  return Buffer.concat(
    channels.map(({ buffer, byteOffset, byteLength }) => new Uint8Array(buffer, byteOffset, byteLength)),
  );
}

/**
 * The channels of stored bytes.
 *
 * @throws RangeError when the bytes do not make that many channels of equal length.
 */
export function decodePlanar(bytes: Buffer, channelCount: number): Float32Array[] {
  assertLittleEndian();
  const length = bytes.length / (channelCount * BYTES_PER_SAMPLE);
  if (!Number.isInteger(length)) {
    throw new RangeError(`${bytes.length} bytes do not make ${channelCount} channels.`);
  }
  // A copy, since a small Buffer may start at an offset where floats must not.
  const samples = new Float32Array(new Uint8Array(bytes).buffer);
  return Array.from({ length: channelCount }, (_, channel) =>
    samples.subarray(channel * length, (channel + 1) * length),
  );
}

function assertLittleEndian(): void {
  if (endianness() !== 'LE') throw new Error('Samples are stored as they lie in memory: little-endian only.');
}
