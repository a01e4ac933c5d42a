import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { conditionHeld } from '../aws/condition-held.ts';
import { leaderboardKeys } from './leaderboard-keys.ts';
import type { LeaderboardTable } from './read-board.ts';

const time = z.iso.datetime();
const count = z.int().min(0);

/** How far the reading of one board is: what the next run needs to go on. */
const reading = z.object({
  datasetType: z.int().min(0).max(12),
  /** The run that began it; others may go on with it. */
  runId: z.string(),
  /** `paging`: page by page; `checking`: entries that were known and not seen; then it is read, and published. */
  state: z.enum(['paging', 'checking', 'read', 'published']),
  /** Goes up with every change: of two who change the same state of it, one fails. */
  version: count,
  startedAt: time,
  /** Where the next page begins, counted from the best. */
  nextStart: count,
  /** Ids on the latest page that was stored: some of them have to be on the next one. */
  lastPage: z.array(z.int()),
  pages: count,
  /** Full pages in a row with nothing on them that was not on the one before. */
  repeats: count,
  /** Entries that were asked for one by one. */
  checks: count,
  /** When the board was last read whole. From here on: kept when a new reading begins. */
  readAt: time.optional(),
  publishedAt: time.optional(),
  /** When the board was read whole for the very first time: what is first seen later is new. */
  knownSince: time.optional(),
});

export type Reading = z.infer<typeof reading>;

/** The latest reading of a board; undefined when none was ever begun. */
export async function findReading(
  { documents, tableName: TableName }: LeaderboardTable,
  datasetType: number,
): Promise<Reading | undefined> {
  const Key = leaderboardKeys.reading(datasetType);
  const { Item } = await documents.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
  return Item === undefined ? undefined : reading.parse(Item);
}

/**
 * Writes a reading in the place of the one that it was made of.
 *
 * @param before undefined where there was none.
 * @returns the new one; undefined when somebody else has changed it meanwhile.
 */
export async function replaceReading(
  { documents, tableName: TableName }: LeaderboardTable,
  before: Reading | undefined,
  after: Omit<Reading, 'version'>,
): Promise<Reading | undefined> {
  const next = { ...after, version: (before?.version ?? 0) + 1 };
  const held = await conditionHeld(
    documents.send(
      new PutCommand({
        TableName,
        Item: { ...leaderboardKeys.reading(next.datasetType), ...next },
        ...(before === undefined
          ? { ConditionExpression: 'attribute_not_exists(pk)' }
          : {
              ConditionExpression: 'version = :version',
              ExpressionAttributeValues: { ':version': before.version },
            }),
      }),
    ),
  );
  return held ? next : undefined;
}
