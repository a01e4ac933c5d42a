import { GetCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { jobKeys } from './job-keys.ts';
import type { PipelineTable } from './pipeline-table.ts';

const upstreamRecord = z.object({
  /** Whether the account was premium when it was last asked. */
  premium: z.boolean().optional(),
  /** When to ask the account again. */
  askAgainAt: z.iso.datetime().optional(),
  /** Until when no turns are given. */
  pausedUntil: z.iso.datetime().optional(),
  /** How many pauses there were in a row, without a separation that was taken in between. */
  pauses: z.int().default(0),
});

/** What all who give turns share about the service: the plan of the account, and whether it takes anything now. */
export type UpstreamRecord = z.infer<typeof upstreamRecord>;

export async function readUpstreamRecord({ documents, tableName }: PipelineTable): Promise<UpstreamRecord> {
  const { Item = {} } = await documents.send(
    new GetCommand({ TableName: tableName, Key: jobKeys.plan, ConsistentRead: true }),
  );
  return upstreamRecord.parse(Item);
}
