import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { conditionHeld } from '../aws/condition-held.ts';
import { pastConflicts } from '../aws/past-conflicts.ts';
import { queryItems } from '../aws/query-items.ts';
import { jobKeys } from './job-keys.ts';
import type { PipelineTable } from './pipeline-table.ts';
import type { Step } from './step.ts';
import { stepRef } from './step-ref.ts';
import { uploadId } from './upload-id.ts';

/**
 * The right of one attempt to have a separation under way, where the account may only have so many. It belongs to
 * an upload id, so that what comes late for an earlier attempt cannot touch that of the next.
 */
const slot = stepRef.extend({
  sk: z.string().transform(Number).pipe(z.int().min(1)),
  uploadId: z.string(),
  since: z.iso.datetime(),
});

export interface HeldSlot extends Omit<z.infer<typeof slot>, 'sk'> {
  /** From 1. */
  readonly number: number;
}

/** All slots that somebody holds. */
export async function heldSlots({ documents, tableName }: PipelineTable): Promise<HeldSlot[]> {
  const items = await queryItems(documents, {
    TableName: tableName,
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': jobKeys.slot(1).pk },
    ConsistentRead: true,
  });
  return items.map((item) => {
    const { sk: number, ...held } = slot.parse(item);
    return { ...held, number };
  });
}

/** Gives the step's slot back, if it has one. Doing it again changes nothing. */
export async function releaseSlot(
  table: PipelineTable,
  step: Pick<Step, 'jobId' | 'index' | 'attempt'>,
): Promise<void> {
  const owner = uploadId(step);
  for (const held of await heldSlots(table)) {
    if (held.uploadId === owner) await freeSlot(table, held);
  }
}

/** Frees a slot, if it is still held as it was when it was looked at. */
export async function freeSlot(
  { documents, tableName }: PipelineTable,
  { number, uploadId: owner, since }: HeldSlot,
): Promise<boolean> {
  return conditionHeld(
    pastConflicts(() =>
      documents.send(
        new DeleteCommand({
          TableName: tableName,
          Key: jobKeys.slot(number),
          ConditionExpression: 'uploadId = :owner AND since = :since',
          ExpressionAttributeValues: { ':owner': owner, ':since': since },
        }),
      ),
    ),
  );
}
