import { decoder } from '@audio/decode-mp3';
import type { SeekingReader } from '../streams/seeking-reader.ts';
import { HEAD_BYTES } from './audio-format.ts';
import { decodeSlices } from './decode-slices.ts';
import type { DecodedAudio } from './decoded-audio.ts';
import { findMp3Frame, mp3Frame } from './mp3-frames.ts';
import { smallSlices } from './small-slices.ts';

/**
 * Decodes MP3 as it arrives: gapless, at the exact length and place, where the encoder's delay and padding are written
 * down. A file has as many channels as its first frame.
 *
 * @throws UnusableAudio where it cannot be decoded.
 */
export async function* decodeMp3(file: SeekingReader): AsyncGenerator<DecodedAudio> {
  const head = await file.peek(HEAD_BYTES);
  const isMono = mp3Frame(head, findMp3Frame(head) ?? 0)?.channels === 1;
  for await (const piece of decodeSlices(smallSlices(file), await decoder())) {
    yield isMono ? { ...piece, channels: asMono(piece.channels) } : piece;
  }
}

/** The decoder gives one channel as two alike. Of a file that goes on in stereo, it is what both have in common. */
function asMono([left, right]: readonly Float32Array[]): Float32Array[] {
  if (left === undefined || right === undefined) return left === undefined ? [] : [left];
  return [left.map((value, index) => (value + (right[index] ?? value)) / 2)];
}
