import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { conditionHeld } from '../../../shared/aws/condition-held.ts';
import { queryItems } from '../../../shared/aws/query-items.ts';
import { EVENT_SOURCE } from '../../../shared/jobs/pipeline-event.ts';
import { leaderboardKeys } from '../../../shared/leaderboards/leaderboard-keys.ts';
import { type News, news } from './news.ts';
import type { PublishDeps } from './publish-deps.ts';

/** For so long nobody else tells what a run is about to tell: longer than the bus takes to answer. */
const LEASE_MS = 120_000;

/**
 * Tells everything of a board that was noted and not told yet, also what a run left behind that was killed.
 *
 * Three steps: the right to tell it, the event, the mark. A run that is killed between the event and the mark leaves
 * behind that it was not told, and it is told again, under the same id; nothing is ever left untold, and nothing is
 * told twice by two runs that live.
 *
 * @throws Error the bus did not take an event; it stays to be told.
 */
export async function tellNews(deps: PublishDeps, datasetType: number, runId: string): Promise<void> {
  const items = await queryItems(deps.table.documents, {
    TableName: deps.table.tableName,
    ConsistentRead: true,
    KeyConditionExpression: 'pk = :pk',
    FilterExpression: 'attribute_not_exists(toldAt)',
    ExpressionAttributeValues: { ':pk': leaderboardKeys.newsOf(datasetType) },
  });
  for (const item of items) {
    const untold = news.parse(item);
    if (!(await lease(deps, untold, runId))) continue;
    await put(deps, untold);
    await markTold(deps, untold);
    deps.log.info('News of a leaderboard was told', { datasetType, event: untold.detail.id });
  }
}

/** A run whose function was killed may go on at once with what it had begun itself. */
async function lease({ table, now }: PublishDeps, { detail }: News, runId: string): Promise<boolean> {
  const at = now();
  return conditionHeld(
    table.documents.send(
      new UpdateCommand({
        TableName: table.tableName,
        Key: leaderboardKeys.news(detail.datasetType, detail.id),
        UpdateExpression: 'SET leasedUntil = :until, leasedBy = :me',
        ConditionExpression:
          'attribute_exists(pk) AND attribute_not_exists(toldAt) AND ' +
          '(attribute_not_exists(leasedUntil) OR leasedUntil <= :now OR leasedBy = :me)',
        ExpressionAttributeValues: {
          ':until': new Date(at.getTime() + LEASE_MS).toISOString(),
          ':now': at.toISOString(),
          ':me': runId,
        },
      }),
    ),
  );
}

async function put({ eventBridge, now }: PublishDeps, { kind, detail }: News): Promise<void> {
  const { FailedEntryCount, Entries } = await eventBridge.send(
    new PutEventsCommand({
      Entries: [{ Source: EVENT_SOURCE, DetailType: kind, Detail: JSON.stringify(detail), Time: now() }],
    }),
  );
  if (!FailedEntryCount) return;
  const [entry] = Entries ?? [];
  throw new Error(`The event bus did not take "${detail.id}": ${entry?.ErrorCode} ${entry?.ErrorMessage}`);
}

async function markTold({ table, now }: PublishDeps, { detail }: News): Promise<void> {
  await table.documents.send(
    new UpdateCommand({
      TableName: table.tableName,
      Key: leaderboardKeys.news(detail.datasetType, detail.id),
      UpdateExpression: 'SET toldAt = :now REMOVE leasedUntil, leasedBy',
      ExpressionAttributeValues: { ':now': now().toISOString() },
    }),
  );
}
