import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { conditionHeld } from '../../../shared/aws/condition-held.ts';
import type { BoardEntry } from '../../../shared/leaderboards/board-entry.ts';
import { LEADERBOARD_EVENTS, type NewEntry } from '../../../shared/leaderboards/leaderboard-event.ts';
import { describeEntry } from './describe-entry.ts';
import { newsItem } from './news.ts';
import type { PublishDeps } from './publish-deps.ts';

/** What is older than this is no news, even if nobody was told of it. */
const NEW_FOR_MS = 7 * 86_400_000;
/** The most that one run tells of one board; the rest follows with the next runs. */
const MOST_NEWS = 20;

/**
 * Notes the entries that came since the board was first read whole, and that a separation type can be called for.
 * Each is noted once, however often and by how many runs it is found.
 */
export async function noteNewEntries(
  { table, now, log }: PublishDeps,
  board: readonly BoardEntry[],
  {
    datasetType,
    readAt,
    knownSince,
  }: { datasetType: number; readAt: string; knownSince: string | undefined },
): Promise<void> {
  // The first time everything is new, which is no news.
  if (knownSince === undefined) return;
  const newSince = new Date(Math.max(Date.parse(knownSince), now().getTime() - NEW_FOR_MS)).toISOString();
  let noted = 0;
  for (const entry of board) {
    if (noted === MOST_NEWS) break;
    if ((entry.firstSeenAt ?? '') <= newSince) continue;
    const detail = describeNewEntry(entry, readAt);
    if (detail === undefined) continue;
    const Item = newsItem({ kind: LEADERBOARD_EVENTS.entry, detail }, now());
    const put = new PutCommand({
      TableName: table.tableName,
      Item,
      ConditionExpression: 'attribute_not_exists(pk)',
    });
    if (await conditionHeld(table.documents.send(put))) noted += 1;
  }
  if (noted > 0)
    log.info('A leaderboard has new entries that can be called', { datasetType, entries: noted });
}

function describeNewEntry(entry: BoardEntry, readAt: string): NewEntry | undefined {
  const { datasetType, datasetName, algorithm, sdr } = entry;
  const { callable, ...described } = describeEntry(entry);
  if (callable === undefined || Object.keys(sdr).length === 0) return undefined;
  return {
    id: `entry ${datasetType} ${entry.id}`,
    datasetType,
    datasetName,
    readAt,
    summary: `${algorithm} is on the board ${datasetName ?? datasetType}: call it by the separation type ${callable.slug}.`,
    entry: { ...described, callable, sdr },
  };
}
