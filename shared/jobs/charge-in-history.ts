import type { Step } from './step.ts';
import { uploadId } from './upload-id.ts';

/** What the account's history says of one separation. */
export interface HistoryEntry {
  readonly hash: string;
  /** UTC, `2024-02-12 16:19:29`. */
  readonly createdAt?: string | undefined;
  /** What it cost; undefined when the service has forgotten it. */
  readonly credits?: number | undefined;
}

type Charged = Pick<Step, 'jobId' | 'index' | 'attempt' | 'separationHash'>;

/**
 * Whether an entry of the account's history is the latest attempt of a step: by its hash where that is known, else
 * by the name under which the attempt travelled, which the service builds into the hash.
 */
export function isEntryOf({ hash }: HistoryEntry, step: Charged): boolean {
  if (step.separationHash !== undefined) return hash === step.separationHash;
  const at = hash.indexOf(`-${uploadId(step)}`);
  // The name of another attempt or step may begin alike, and goes on with a digit.
  return at >= 0 && /^(?![a-z0-9])/.test(hash.slice(at + 1 + uploadId(step).length));
}
