import { createLogger } from '../../../shared/logging/logger.ts';
import { endLeaderboardSync, syncOutcome } from './end-leaderboard-sync.ts';

const log = createLogger('end-leaderboard-sync');

/** Workflow → the end of a sync: fails when any part of it did. */
export async function handler(event: unknown): Promise<ReturnType<typeof endLeaderboardSync>> {
  return endLeaderboardSync(log, syncOutcome.parse(event));
}
