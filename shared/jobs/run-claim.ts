import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { conditionHeld } from '../aws/condition-held.ts';
import { jobKeys } from './job-keys.ts';
import type { PipelineTable } from './pipeline-table.ts';

/**
 * Takes the right to be the one run of a clock's function, until a time at which this run is surely over: a run
 * that is killed keeps the next ones away no longer. Of several runs at once only one gets it.
 *
 * @returns false while another run has it
 */
export async function claimRun(
  { documents, tableName }: PipelineTable,
  clock: string,
  now: Date,
  until: Date,
): Promise<boolean> {
  return conditionHeld(
    documents.send(
      new UpdateCommand({
        TableName: tableName,
        Key: jobKeys.run(clock),
        UpdateExpression: 'SET claimedUntil = :until',
        ConditionExpression: 'attribute_not_exists(claimedUntil) OR claimedUntil <= :now',
        ExpressionAttributeValues: { ':until': until.toISOString(), ':now': now.toISOString() },
      }),
    ),
  );
}

/** Gives the right back before its time. Only for the run that has it. */
export async function releaseRun({ documents, tableName }: PipelineTable, clock: string): Promise<void> {
  await documents.send(
    new UpdateCommand({
      TableName: tableName,
      Key: jobKeys.run(clock),
      UpdateExpression: 'REMOVE claimedUntil',
    }),
  );
}
