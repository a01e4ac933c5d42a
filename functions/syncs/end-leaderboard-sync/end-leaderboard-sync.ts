import * as z from 'zod';
import { SyncFailed } from '../../../shared/errors/sync-failed.ts';
import type { Log } from '../../../shared/logging/logger.ts';

/** What the workflow hands over at its end. */
export const syncOutcome = z.object({
  boards: z.array(
    z.object({
      datasetType: z.int(),
      state: z.string().optional(),
      /** As Step Functions reports it. */
      error: z.object({ Error: z.string(), Cause: z.string().default('') }).optional(),
    }),
  ),
  queueError: z.object({ Error: z.string() }).optional(),
});

/**
 * Says how a sync ended.
 *
 * @throws SyncFailed naming every board that could not be read or published; the others are done.
 */
export function endLeaderboardSync(
  log: Log,
  { boards, queueError }: z.infer<typeof syncOutcome>,
): { readonly boards: number } {
  const failed = boards.flatMap(({ datasetType, error }) =>
    error === undefined ? [] : [`leaderboard ${datasetType} (${error.Error})`],
  );
  if (queueError !== undefined) failed.push(`the queue (${queueError.Error})`);
  for (const { datasetType, error } of boards) {
    if (error !== undefined)
      log.warn('A leaderboard could not be synced', { datasetType, error: error.Error });
  }
  if (failed.length > 0) throw new SyncFailed(failed);
  log.info('All leaderboards are synced', { boards: boards.length });
  return { boards: boards.length };
}
