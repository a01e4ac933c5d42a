import { Readable } from 'node:stream';
import { decoder as flacDecoder } from '@audio/decode-flac';
import { decoder as mp3Decoder } from '@audio/decode-mp3';
import { decoder as vorbisDecoder } from '@audio/decode-vorbis';
import { ByteReader } from '../streams/byte-reader.ts';
import type { DecodedAudio } from './decoded-audio.ts';
import { nextFlacSlice } from './next-flac-slice.ts';

/** How much sound is wanted. */
export interface SoundLimits {
  readonly seconds: number;
  readonly channels: number;
}

const DECODERS = { flac: flacDecoder, mp3: mp3Decoder, vorbis: vorbisDecoder } as const;

/** A byte may become thousands of samples of silence, so little is decoded before the next look at the limits. */
const SLICE_BYTES = 1024;

/**
 * Decodes a compressed file slice by slice, and stops soon after there is more sound than the limits: a few
 * kilobytes may hold hours, whatever the headers say, and those are not to be taken into memory.
 *
 * @throws what the decoder throws.
 */
export async function decodeSlices(
  format: keyof typeof DECODERS,
  file: Buffer,
  limits: SoundLimits,
): Promise<DecodedAudio> {
  const reader = new ByteReader(Readable.from([file]));
  const decoder = await DECODERS[format]();
  const pieces: Float32Array[][] = [];
  let sampleRate = 0;
  try {
    let samples = 0;
    for (let ended = false; !ended; ) {
      const slice = await (format === 'flac' ? nextFlacSlice(reader) : reader.take(SLICE_BYTES));
      ended = slice.length === 0;
      const piece = ended ? rest(decoder) : decoder.decode(slice);
      const [first] = piece.channelData;
      if (first === undefined || first.length === 0) continue;
      pieces.push(piece.channelData);
      sampleRate ||= piece.sampleRate;
      samples += first.length;
      ended ||= samples > limits.seconds * sampleRate || piece.channelData.length > limits.channels;
    }
  } finally {
    decoder.free();
  }
  return { sampleRate, channels: joined(pieces) };
}

/** What a decoder still holds at the end of a file; that of MP3 holds nothing back. */
function rest(decoder: Awaited<ReturnType<(typeof DECODERS)[keyof typeof DECODERS]>>) {
  return 'flush' in decoder ? decoder.flush() : { channelData: [], sampleRate: 0 };
}

/**
 * Joins the pieces, each of which is let go once it is copied: pieces and whole together would be twice the song. A
 * piece with fewer channels than the first one is heard in all of them.
 */
function joined(pieces: Float32Array[][]): Float32Array[] {
  const samples = pieces.reduce((sum, [first]) => sum + (first?.length ?? 0), 0);
  const whole = (pieces[0] ?? []).map(() => new Float32Array(samples));
  let offset = 0;
  for (const [index, piece] of pieces.entries()) {
    const [first = new Float32Array()] = piece;
    for (const [channel, all] of whole.entries()) all.set(piece[channel] ?? first, offset);
    offset += first.length;
    pieces[index] = [];
  }
  return whole;
}
