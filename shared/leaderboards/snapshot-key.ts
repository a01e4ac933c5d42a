/** Everything that Athena reads of leaderboards lies below it. */
export const SNAPSHOT_PREFIX = 'leaderboards/';

/** Where the snapshot of a board lies that was read on a day, as `2026-11-22`. The partitions are named in it. */
export function snapshotKey(datasetType: number, day: string): string {
  return `${SNAPSHOT_PREFIX}dataset_type=${datasetType}/date=${day}/entries.ndjson`;
}
