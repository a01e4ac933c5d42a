import { type Chunk, chunkAt, planChunks, type SongCut } from '../../../shared/engine/chunk-plan.ts';
import { HeldSamples } from './held-samples.ts';

export interface CutChunk {
  readonly chunk: Chunk;
  /** What its separation needs to see. */
  readonly channels: Float32Array[];
}

/**
 * Cuts a song into the chunks of `planChunks` while it arrives: each comes as soon as it is whole, and only what later ones need is
 * kept.
 *
 * @returns how many samples the song had.
 */
export async function* cutChunks(
  blocks: AsyncIterable<Float32Array[]>,
  cut: Omit<SongCut, 'samples'>,
): AsyncGenerator<CutChunk, number> {
  const held = new HeldSamples();
  const endless = { ...cut, samples: Number.POSITIVE_INFINITY };
  let next = chunkAt(0, endless);
  for await (const block of blocks) {
    held.push(block);
    for (; next.readEnd <= held.end; next = chunkAt(next.index + 1, endless)) {
      yield { chunk: next, channels: held.between(next.readStart, next.readEnd) };
    }
    held.forgetBefore(next.readStart);
  }
  for (const chunk of planChunks({ ...cut, samples: held.end }).slice(next.index)) {
    yield { chunk, channels: held.between(chunk.readStart, chunk.readEnd) };
  }
  return held.end;
}
