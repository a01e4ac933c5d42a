import decodeAac from '@audio/decode-aac';
import decodeFlac from '@audio/decode-flac';
import decodeMp3 from '@audio/decode-mp3';
import { readWav } from '../../shared/audio/read-wav.ts';

/**
 * The channels of a written stem, by decoders that have nothing to do with what wrote it. The one of MP3 gives the channel
 * of a mono file twice.
 */
export async function decodeStem(extension: string, file: Buffer): Promise<readonly Float32Array[]> {
  switch (extension) {
    case 'mp3':
      return (await decodeMp3(file)).channelData;
    case 'm4a':
      return (await decodeAac(file)).channelData;
    case 'flac':
      return unscaled((await decodeFlac(file)).channelData, bitsOf(file));
    default:
      return readWav(file).channels;
  }
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
