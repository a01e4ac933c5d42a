import { findReading, type Reading, replaceReading } from '../../../shared/leaderboards/reading.ts';
import type { ReadDeps } from './read-deps.ts';

/** After so long a reading that nobody finished is begun anew: the board is another one by then. */
const LONGEST_READING_MS = 6 * 3_600_000;

/** Which board is to be read for which run of the sync. */
export interface ReadRequest {
  readonly datasetType: number;
  /** Name of the execution. */
  readonly runId: string;
  /** When the execution was started. */
  readonly startedAt: string;
}

/**
 * The reading that this run works on: the one that is under way, whoever began it, or a new one. One that was
 * finished after this run had started does for this run as well.
 */
export async function openReading({ table, now, log }: ReadDeps, request: ReadRequest): Promise<Reading> {
  const { datasetType, runId } = request;
  // Of several who begin at once, one does, and the others find what it began.
  for (;;) {
    const found = await findReading(table, datasetType);
    if (found !== undefined && serves(found, request, now())) return found;
    const begun = await replaceReading(table, found, {
      datasetType,
      runId,
      state: 'paging',
      startedAt: now().toISOString(),
      nextStart: 0,
      lastPage: [],
      pages: 0,
      repeats: 0,
      checks: 0,
      readAt: found?.readAt,
      publishedAt: found?.publishedAt,
      knownSince: found?.knownSince,
    });
    if (begun === undefined) continue;
    log.info('A leaderboard is read', { datasetType, runId });
    return begun;
  }
}

function serves(reading: Reading, { runId, startedAt }: ReadRequest, now: Date): boolean {
  if (reading.runId === runId) return true;
  const isUnderWay = reading.state === 'paging' || reading.state === 'checking';
  if (isUnderWay) return now.getTime() - Date.parse(reading.startedAt) < LONGEST_READING_MS;
  return reading.readAt !== undefined && Date.parse(reading.readAt) >= Date.parse(startedAt);
}
