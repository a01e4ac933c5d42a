import * as z from 'zod';
import { queryItems } from '../aws/query-items.ts';
import { leaderboardKeys } from './leaderboard-keys.ts';
import type { LeaderboardTable } from './read-board.ts';

/** An entry of the quality checker's queue that is on no board yet, as it was last seen. */
const waitingEntry = z.object({
  id: z.int(),
  datasetType: z.int(),
  algorithm: z.string(),
  /** `failed`: it was looked at, and no value came of it; `message` says why. */
  state: z.enum(['queued', 'running', 'failed']),
  message: z.string().optional(),
  /** When it was handed in, as the service writes it. */
  date: z.string().optional(),
  readAt: z.iso.datetime(),
});

export type WaitingEntry = z.infer<typeof waitingEntry>;

/** Everything that was in the queue when it was last read, by ids. */
export async function readWaiting({
  documents,
  tableName: TableName,
}: LeaderboardTable): Promise<WaitingEntry[]> {
  const items = await queryItems(documents, {
    TableName,
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': leaderboardKeys.allWaiting },
  });
  return items.map((item) => waitingEntry.parse(item));
}
