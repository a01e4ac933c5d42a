import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type * as z from 'zod';
import { asBoardEntry } from '../../../shared/leaderboards/as-board-entry.ts';
import { leaderboardKeys } from '../../../shared/leaderboards/leaderboard-keys.ts';
import type { LeaderboardTable } from '../../../shared/leaderboards/read-board.ts';
import { readWaiting, type WaitingEntry } from '../../../shared/leaderboards/waiting-entry.ts';
import type { Log } from '../../../shared/logging/logger.ts';
import type { MvsepClient } from '../../../shared/mvsep/client/mvsep-client.ts';
import { readPatiently } from '../../../shared/mvsep/client/read-patiently.ts';
import type { qualityAnswer } from '../../../shared/mvsep/contract/quality-answer.ts';

const PAGE_SIZE = 20;
/** The queue lists everything there ever was, the latest first: what is older than 200 entries does not wait. */
const MOST_PAGES = 10;
/** Something may wait behind many that came later and were quicker. */
const LEAST_PAGES = 3;
const LONGEST_MESSAGE = 500;
const QUEUED = 0;
const DONE = 1;

export interface QueueDeps {
  readonly table: LeaderboardTable;
  readonly client: { readonly qualityChecker: Pick<MvsepClient['qualityChecker'], 'queue'> };
  readonly now: () => Date;
  readonly log: Log;
}

/**
 * Reads the queue of the quality checker, and keeps what is on no board yet: what waits, what is being evaluated, and
 * what failed. It reads three pages, and on until one holds nothing that waits; what it kept before and does not see any more is
 * forgotten.
 *
 * @throws ServiceError the service does not answer, or the budget of requests is spent.
 */
export async function readQualityQueue(deps: QueueDeps): Promise<{ readonly waiting: number }> {
  const readAt = deps.now().toISOString();
  const found = new Map<number, WaitingEntry>();
  for (let page = 0; page < MOST_PAGES; page++) {
    const entries = await readPatiently(() =>
      deps.client.qualityChecker.queue({ start: page * PAGE_SIZE, limit: PAGE_SIZE }),
    );
    const waiting = entries.flatMap((entry) => asWaiting(entry, readAt) ?? []);
    for (const entry of waiting) found.set(entry.id, entry);
    const isQuiet = page + 1 >= LEAST_PAGES && waiting.every(({ state }) => state === 'failed');
    if (entries.length < PAGE_SIZE || isQuiet) break;
  }
  await keepOnly(deps.table, found);
  deps.log.info('The queue of the quality checker was read', { waiting: found.size });
  return { waiting: found.size };
}

function asWaiting(answer: z.output<typeof qualityAnswer>, readAt: string): WaitingEntry | undefined {
  const { id, datasetType = 0, proc, msg } = answer;
  const entry = asBoardEntry(answer, { datasetType, runId: '', readAt });
  if (entry === undefined || !Number.isInteger(datasetType)) return undefined;
  if (proc === DONE && Object.keys(entry.sdr).length > 0) return undefined;
  return {
    id,
    datasetType,
    algorithm: entry.algorithm,
    state: proc === DONE ? 'failed' : proc === QUEUED ? 'queued' : 'running',
    message: msg?.slice(0, LONGEST_MESSAGE),
    date: entry.date,
    readAt,
  };
}

async function keepOnly(table: LeaderboardTable, found: ReadonlyMap<number, WaitingEntry>): Promise<void> {
  const { documents, tableName: TableName } = table;
  const gone = (await readWaiting(table)).filter(({ id }) => !found.has(id));
  for (const entry of found.values()) {
    await documents.send(
      new PutCommand({ TableName, Item: { ...leaderboardKeys.waiting(entry.id), ...entry } }),
    );
  }
  for (const { id } of gone) {
    await documents.send(new DeleteCommand({ TableName, Key: leaderboardKeys.waiting(id) }));
  }
}
