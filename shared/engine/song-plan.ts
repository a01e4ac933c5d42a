import { type Chunk, planChunks } from './chunk-plan.ts';
import type { SeparationRecord } from './separation-record.ts';

/** How a prepared song is separated: read from its record, so that every step sees the same. */
export interface SongPlan {
  readonly channels: number;
  /** Samples of each channel at 44.1 kHz. */
  readonly samples: number;
  readonly chunks: readonly Chunk[];
}

/** @throws Error when the song is not prepared yet. */
export function songPlan({
  hash,
  channels,
  samples,
  chunkSamples,
  contextSamples,
}: SeparationRecord): SongPlan {
  if (
    channels === undefined ||
    samples === undefined ||
    chunkSamples === undefined ||
    contextSamples === undefined
  ) {
    throw new Error(`The separation ${hash} is not prepared.`);
  }
  return { channels, samples, chunks: planChunks({ samples, chunkSamples, contextSamples }) };
}
