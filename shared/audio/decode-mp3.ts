import { decoder } from '@audio/decode-mp3';
import type { SeekingReader } from '../streams/seeking-reader.ts';
import { decodeSlices } from './decode-slices.ts';
import type { DecodedAudio } from './decoded-audio.ts';
import { smallSlices } from './small-slices.ts';

/**
 * Decodes MP3 as it arrives: gapless, at the exact length and place, where the encoder's delay and padding are written
 * down. One channel comes as two.
 *
 * @throws UnusableAudio where it cannot be decoded.
 */
export async function* decodeMp3(file: SeekingReader): AsyncGenerator<DecodedAudio> {
  yield* decodeSlices(smallSlices(file), await decoder());
}
