import { GetCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { jobKeys } from './job-keys.ts';
import type { PipelineTable } from './pipeline-table.ts';

const budgetItem = z.object({ reserved: z.int().default(0), charged: z.int().default(0) });

/** The credits of one month: set aside for separations that have not been settled, and really charged. */
export type Budget = z.infer<typeof budgetItem>;

/** Reads the books of a month, as `2026-11`; a month in which nothing happened has zeros. */
export async function readBudget({ documents, tableName }: PipelineTable, month: string): Promise<Budget> {
  const { Item } = await documents.send(
    new GetCommand({ TableName: tableName, Key: jobKeys.budget(month), ConsistentRead: true }),
  );
  return budgetItem.parse(Item ?? {});
}
