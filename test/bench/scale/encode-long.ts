import { writableFormat } from '../../../functions/engine/write-stem/writable-format.ts';
import type { GrowingFile } from '../../../shared/streams/growing-file.ts';
import { longSound } from './long-sound.ts';

const RATE = 44_100;

/**
 * Writes so many minutes of stereo music.
 *
 * @param format by the ids of the API.
 * @param first of the pieces of the music, so that two songs can differ.
 */
export async function encodeLong(
  file: GrowingFile,
  {
    minutes,
    format,
    first = 0,
  }: { readonly minutes: number; readonly format: number; readonly first?: number },
): Promise<void> {
  const length = minutes * 60 * RATE;
  const sound = {
    channels: 2,
    sampleRate: RATE,
    length,
    tags: {},
    blocks: longSound(length, first),
  } as const;
  await writableFormat(format).encoder.encode(sound, file);
}
