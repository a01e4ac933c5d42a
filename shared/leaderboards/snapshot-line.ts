import type { BoardEntry } from './board-entry.ts';
import { findCallable } from './callable-algorithm.ts';
import type { SNAPSHOT_COLUMNS } from './snapshot-columns.ts';

/** One entry as a line of a snapshot: every column, null where there is nothing to say. */
export function snapshotLine(entry: BoardEntry): string {
  const line: Record<keyof typeof SNAPSHOT_COLUMNS, unknown> = {
    id: entry.id,
    dataset_name: entry.datasetName ?? null,
    algorithm: entry.algorithm,
    text: entry.text ?? null,
    is_ensemble: entry.isEnsemble,
    submitted: entry.date ?? null,
    sdr: entry.sdr,
    metrics: entry.metrics ?? null,
    callable_type: findCallable(entry)?.type.id ?? null,
    first_seen_at: entry.firstSeenAt ?? null,
    read_at: entry.readAt,
    run_id: entry.runId,
  };
  return JSON.stringify(line);
}
