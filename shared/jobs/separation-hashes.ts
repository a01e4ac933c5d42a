import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { jobKeys } from './job-keys.ts';
import type { PipelineTable } from './pipeline-table.ts';
import { type StepRef, stepRef } from './step-ref.ts';

/** By then the service has forgotten the separation, and so may we. */
const REMEMBERED_DAYS = 30;

/**
 * Remembers which step a hash of the service belongs to, for those who know nothing but the hash. The short hash
 * of a link and the hash of the separation that it became are two.
 */
export async function rememberHash(
  { documents, tableName }: PipelineTable,
  hash: string,
  { jobId, step }: StepRef,
  at: Date = new Date(),
): Promise<void> {
  const expiresAt = Math.floor(at.getTime() / 1000) + REMEMBERED_DAYS * 24 * 60 * 60;
  await documents.send(
    new PutCommand({ TableName: tableName, Item: { ...jobKeys.hash(hash), jobId, step, expiresAt } }),
  );
}

/** The step that a hash belongs to; undefined when it is not one of ours. */
export async function findByHash(
  { documents, tableName }: PipelineTable,
  hash: string,
): Promise<StepRef | undefined> {
  const { Item } = await documents.send(
    new GetCommand({ TableName: tableName, Key: jobKeys.hash(hash), ConsistentRead: true }),
  );
  return Item === undefined ? undefined : stepRef.parse(Item);
}
