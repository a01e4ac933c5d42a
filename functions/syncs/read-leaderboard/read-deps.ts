import type { LeaderboardTable } from '../../../shared/leaderboards/read-board.ts';
import { findReading, type Reading, replaceReading } from '../../../shared/leaderboards/reading.ts';
import type { Log } from '../../../shared/logging/logger.ts';
import type { MvsepClient } from '../../../shared/mvsep/client/mvsep-client.ts';

/** What the reading of a board needs. */
export interface ReadDeps {
  readonly table: LeaderboardTable;
  readonly client: { readonly qualityChecker: Pick<MvsepClient['qualityChecker'], 'leaderboard' | 'entry'> };
  readonly now: () => Date;
  readonly log: Log;
  /** Whether there is time for another call and the writes after it. */
  readonly hasTime: () => boolean;
}

/** Moves a reading on. Where somebody else was faster, it answers theirs, to go on from there. */
export async function moveOn(
  { table }: Pick<ReadDeps, 'table'>,
  before: Reading,
  change: Partial<Reading>,
): Promise<Reading> {
  const written = await replaceReading(table, before, { ...before, ...change });
  return written ?? (await findReading(table, before.datasetType)) ?? before;
}
