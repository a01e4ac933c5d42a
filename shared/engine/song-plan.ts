import { findSeparator } from '../separators/registry.ts';
import type { Separator } from '../separators/separator.ts';
import { type Chunk, planChunks } from './chunk-plan.ts';
import type { SeparationRecord } from './separation-record.ts';

/** How a prepared song is separated: read from its record, so that every step sees the same. */
export interface SongPlan {
  readonly separator: Separator;
  readonly channels: number;
  /** Samples of each channel at 44.1 kHz. */
  readonly samples: number;
  readonly chunks: readonly Chunk[];
}

/** @throws Error when the song is not prepared yet, or its separator is gone since. */
export function songPlan(record: SeparationRecord): SongPlan {
  const { hash, channels, samples, chunkSamples } = record;
  if (channels === undefined || samples === undefined || chunkSamples === undefined) {
    throw new Error(`The separation ${hash} is not prepared.`);
  }
  const separator = separatorOf(record);
  const { contextSamples } = separator;
  return { separator, channels, samples, chunks: planChunks({ samples, chunkSamples, contextSamples }) };
}

/** The separator that was chosen for a record. */
export function separatorOf({ hash, separator: { slug } }: SeparationRecord): Separator {
  const separator = findSeparator(slug);
  if (separator === undefined) throw new Error(`There is no separator ${slug}, which ${hash} was promised.`);
  return separator;
}
