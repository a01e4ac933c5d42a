import { setTimeout as wait } from 'node:timers/promises';
import {
  BatchGetCommand,
  type BatchGetCommandOutput,
  BatchWriteCommand,
  type BatchWriteCommandOutput,
} from '@aws-sdk/lib-dynamodb';
import { type BoardEntry, boardEntry } from './board-entry.ts';
import { leaderboardKeys } from './leaderboard-keys.ts';
import type { LeaderboardTable } from './read-board.ts';

/** How often what the table did not take, being too busy, is sent again. */
const TRIES = 8;
const SHORTEST_PAUSE_MS = 50;

/**
 * Stores entries of one board under their ids, in the place of what was known of them. Storing the same twice, or by
 * two at once, leaves each entry once.
 *
 * @param entries at most 25, as many as one write takes.
 * @throws Error the table stays too busy; some may be stored.
 */
export async function storeEntries(table: LeaderboardTable, entries: readonly BoardEntry[]): Promise<void> {
  // A page may hold an entry twice when the board moves; one write must not.
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  if (byId.size === 0) return;
  const firstSeen = await firstSeenTimes(table, [...byId.values()]);
  await write(
    table,
    [...byId.values()].map((entry) => ({
      PutRequest: {
        Item: {
          ...leaderboardKeys.entry(entry.datasetType, entry.id),
          ...entry,
          firstSeenAt: firstSeen.get(entry.id) ?? entry.readAt,
        },
      },
    })),
  );
}

async function firstSeenTimes(
  { documents, tableName }: LeaderboardTable,
  entries: readonly BoardEntry[],
): Promise<Map<number, string>> {
  const times = new Map<number, string>();
  let Keys: Record<string, unknown>[] | undefined = entries.map(({ datasetType, id }) => ({
    ...leaderboardKeys.entry(datasetType, id),
  }));
  for (let tries = 1; Keys !== undefined && Keys.length > 0; tries++) {
    await pauseBefore(tries);
    const { Responses, UnprocessedKeys }: BatchGetCommandOutput = await documents.send(
      new BatchGetCommand({ RequestItems: { [tableName]: { Keys, ConsistentRead: true } } }),
    );
    for (const item of Responses?.[tableName] ?? []) {
      const { id, firstSeenAt, readAt } = boardEntry.parse(item);
      times.set(id, firstSeenAt ?? readAt);
    }
    Keys = UnprocessedKeys?.[tableName]?.Keys;
  }
  return times;
}

async function write(
  { documents, tableName }: LeaderboardTable,
  puts: NonNullable<BatchWriteCommandOutput['UnprocessedItems']>[string],
): Promise<void> {
  let left: typeof puts | undefined = puts;
  for (let tries = 1; left !== undefined && left.length > 0; tries++) {
    await pauseBefore(tries);
    const { UnprocessedItems }: BatchWriteCommandOutput = await documents.send(
      new BatchWriteCommand({ RequestItems: { [tableName]: left } }),
    );
    left = UnprocessedItems?.[tableName];
  }
}

async function pauseBefore(tries: number): Promise<void> {
  if (tries === 1) return;
  if (tries > TRIES) throw new Error('The table of leaderboards stays too busy.');
  await wait(Math.random() * SHORTEST_PAUSE_MS * 2 ** tries);
}
