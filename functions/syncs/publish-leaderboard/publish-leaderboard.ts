import { PutObjectCommand } from '@aws-sdk/client-s3';
import type { BoardEntry } from '../../../shared/leaderboards/board-entry.ts';
import { readBoard } from '../../../shared/leaderboards/read-board.ts';
import { findReading, replaceReading } from '../../../shared/leaderboards/reading.ts';
import { snapshotKey } from '../../../shared/leaderboards/snapshot-key.ts';
import { snapshotLine } from '../../../shared/leaderboards/snapshot-line.ts';
import { crownLeaders } from './crown-leaders.ts';
import { noteNewEntries } from './note-new-entries.ts';
import type { PublishDeps } from './publish-deps.ts';
import { tellNews } from './tell-news.ts';

export interface PublishRequest {
  readonly datasetType: number;
  /** Name of the execution. */
  readonly runId: string;
}

/**
 * Publishes a board that was read: a snapshot for Athena, and the news of it. Everything may be done again: the
 * snapshot of a day is written as a whole, and news is told once.
 */
export async function publishLeaderboard(
  deps: PublishDeps,
  { datasetType, runId }: PublishRequest,
): Promise<{ readonly datasetType: number; readonly state: 'published' }> {
  const published = { datasetType, state: 'published' } as const;
  const reading = await findReading(deps.table, datasetType);
  const readAt = reading?.readAt;
  if (reading === undefined || readAt === undefined || !['read', 'published'].includes(reading.state)) {
    // A run that started later reads it again already, and publishes it then.
    deps.log.info('The leaderboard is not whole at the moment', { datasetType });
    return published;
  }
  const board = await readBoard(deps.table, datasetType);
  await storeSnapshot(deps, board, snapshotKey(datasetType, readAt.slice(0, 'yyyy-mm-dd'.length)));
  await crownLeaders(deps, board, { datasetType, readAt });
  await noteNewEntries(deps, board, { datasetType, readAt, knownSince: reading.knownSince });
  await tellNews(deps, datasetType, runId);
  await replaceReading(deps.table, reading, {
    ...reading,
    state: 'published',
    publishedAt: deps.now().toISOString(),
    knownSince: reading.knownSince ?? readAt,
  });
  deps.log.info('The leaderboard was published', { datasetType, entries: board.length });
  return published;
}

async function storeSnapshot(
  { s3, bucket }: PublishDeps,
  board: readonly BoardEntry[],
  key: string,
): Promise<void> {
  await s3.send(
    new PutObjectCommand({
      Bucket: bucket,
      Key: key,
      Body: board.map((entry) => `${snapshotLine(entry)}\n`).join(''),
      ContentType: 'application/x-ndjson',
    }),
  );
}
