import decodeAac from '@audio/decode-aac';
import decodeFlac from '@audio/decode-flac';
import decodeMp3 from '@audio/decode-mp3';
import { readWav } from '../../shared/audio/read-wav.ts';

/** The channels of a written stem, by decoders that have nothing to do with what wrote it. */
export async function decodeStem(extension: string, file: Buffer): Promise<readonly Float32Array[]> {
  switch (extension) {
    case 'mp3':
      // Of a mono file it gives the one channel twice.
      return once((await decodeMp3(file)).channelData);
    case 'm4a':
      return (await decodeAac(file)).channelData;
    case 'flac':
      return unscaled((await decodeFlac(file)).channelData, bitsOf(file));
    default:
      return readWav(file).channels;
  }
}

function once(channels: readonly Float32Array[]): readonly Float32Array[] {
  const [left, right] = channels.map((channel) => Buffer.from(channel.buffer));
  return left !== undefined && right?.equals(left) ? channels.slice(0, 1) : channels;
}

/** Five bits behind 64 of sizes, 20 of the rate and 3 of the channels (RFC 9639, section 8.2). */
function bitsOf(file: Buffer): number {
  return ((file.readUInt16BE(20) >> 4) & 0b11111) + 1;
}

/** The decoder divides by the largest positive integer; the stems were multiplied by the largest negative one. */
function unscaled(channels: readonly Float32Array[], bits: number): Float32Array[] {
  const half = 2 ** (bits - 1);
  return channels.map((channel) => channel.map((value) => Math.round(value * (half - 1)) / half));
}
