import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { conditionHeld } from '../aws/condition-held.ts';
import { jobKeys } from './job-keys.ts';
import type { PipelineTable } from './pipeline-table.ts';
import { readUpstreamRecord } from './upstream-record.ts';

/** The first pause, in seconds; each further one is twice as long. */
const SHORTEST_PAUSE_SECONDS = 5;
/** So long a song waits at most beside an account that is free again. */
const LONGEST_PAUSE_SECONDS = 5 * 60;

export interface TurnPauseDeps {
  readonly table: PipelineTable;
  readonly now: () => Date;
}

/**
 * Nobody gets a turn for a while: the account is full, or the service is down, which meets all steps alike. Of
 * several who say so at once only one makes the pause, and the next pause, longer, begins after it.
 *
 * @returns when the pause ends
 */
export async function pauseTurns({ table, now }: TurnPauseDeps): Promise<Date> {
  const { pauses, pausedUntil } = await readUpstreamRecord(table);
  const at = now();
  const seconds = Math.min(LONGEST_PAUSE_SECONDS, SHORTEST_PAUSE_SECONDS * 2 ** pauses);
  const until = new Date(at.getTime() + seconds * 1000);
  const isMine = await conditionHeld(
    table.documents.send(
      new UpdateCommand({
        TableName: table.tableName,
        Key: jobKeys.plan,
        UpdateExpression: 'SET pausedUntil = :until, pauses = :pauses',
        ConditionExpression: 'attribute_not_exists(pausedUntil) OR pausedUntil <= :now',
        ExpressionAttributeValues: {
          ':until': until.toISOString(),
          ':pauses': pauses + 1,
          ':now': at.toISOString(),
        },
      }),
    ),
  );
  return isMine ? until : new Date(pausedUntil ?? until);
}

/** A separation was taken: the next pause is a short one again. */
export async function endPauses({ table }: Pick<TurnPauseDeps, 'table'>): Promise<void> {
  const { pauses } = await readUpstreamRecord(table);
  if (pauses === 0) return;
  await table.documents.send(
    new UpdateCommand({
      TableName: table.tableName,
      Key: jobKeys.plan,
      UpdateExpression: 'REMOVE pausedUntil, pauses',
    }),
  );
}
