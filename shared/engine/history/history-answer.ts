import { historyAlgorithm } from '../../mvsep/server/history-algorithm.ts';
import { wireTimeOf } from '../../mvsep/server/wire-time-of.ts';
import { RETENTION_HOURS } from '../separation-record.ts';
import type { HistoryLine } from './history-line.ts';

const HOUR_MS = 3_600_000;

/** A line of the history as the API shows it. */
export function historyAnswer(line: HistoryLine, now: Date) {
  const { number, hash, createdAt, updatedAt, sepType, credits, cancelled = false } = line;
  const leftMs = Date.parse(createdAt) + RETENTION_HOURS * HOUR_MS - now.getTime();
  const exists = !cancelled && leftMs > 0;
  return {
    id: number,
    hash,
    created_at: wireTimeOf(createdAt),
    updated_at: wireTimeOf(updatedAt),
    job_exists: exists,
    credits: exists ? credits : null,
    // Whole hours, and negative from the first moment after.
    time_left: Math.floor(leftMs / HOUR_MS),
    algorithm: historyAlgorithm(sepType),
  };
}
