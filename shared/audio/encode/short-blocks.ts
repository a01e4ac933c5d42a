import type { StemSound } from './stem-encoder.ts';

/** No encoder gains by more: a FLAC frame has 4096 samples, and AAC and MP3 frames have fewer. */
const MOST_SAMPLES = 16_384;

/**
 * The blocks of a sound, cut so short that what encoders make of them at once stays small.
 *
 * @throws RangeError when they do not have the length that the sound says: its file would not fit its header.
 */
export async function* shortBlocks({
  blocks,
  length,
}: Pick<StemSound, 'blocks' | 'length'>): AsyncGenerator<Float32Array[]> {
  let samples = 0;
  for await (const block of blocks) {
    const blockLength = block[0]?.length ?? 0;
    samples += blockLength;
    if (samples > length) break;
    for (let at = 0; at < blockLength; at += MOST_SAMPLES) {
      yield block.map((channel) => channel.subarray(at, at + MOST_SAMPLES));
    }
  }
  if (samples !== length) {
    throw new RangeError(`A stem of ${length} samples came with ${samples > length ? 'more' : samples}.`);
  }
}
