import type { S3Client } from '@aws-sdk/client-s3';
import type { LeaderboardTable } from '../../../shared/leaderboards/read-board.ts';
import { reportUnmapped } from '../../../shared/leaderboards/report-unmapped.ts';
import type { Log } from '../../../shared/logging/logger.ts';

/** The most problems that the log repeats. */
const LOGGED = 20;

export interface CheckLeaderboardNamesDeps {
  readonly s3: S3Client;
  readonly bucket: string;
  readonly leaderboards: LeaderboardTable;
  readonly now: () => Date;
  readonly log: Log;
}

/**
 * Reads the users' names of leaderboards as they lie in the bucket now, and writes a report beside the others: what is
 * wrong in them, with its line, and which names on the boards nobody knows yet.
 */
export async function checkLeaderboardNames(deps: CheckLeaderboardNamesDeps): Promise<void> {
  const { valid, own, problems } = await reportUnmapped(deps);
  if (valid) deps.log.info('The names of leaderboards can be used', { own });
  else deps.log.warn('The names of leaderboards have problems', { problems: problems.slice(0, LOGGED) });
}
