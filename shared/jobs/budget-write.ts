import type { Write } from '../aws/transact.ts';
import { jobKeys } from './job-keys.ts';
import type { PipelineTable } from './pipeline-table.ts';

/** How the credits of a month change. */
export interface BudgetChange {
  readonly month: string;
  /** Credits set aside (or, below zero, given back). */
  readonly reserved: number;
  /** Credits really charged. */
  readonly charged: number;
  /** The most that may be set aside and charged together after this change; no limit without it. */
  readonly limit?: number | undefined;
}

/**
 * The write of a transaction that changes a month's budget. It belongs into the same transaction as the records that
 * it concerns, so that its sums are those of the steps at every moment.
 *
 * `committed` is reserved and charged together: a condition of DynamoDB compares, but does not add.
 */
export function budgetWrite(
  { tableName: TableName }: PipelineTable,
  { month, reserved, charged, limit }: BudgetChange,
): Write<'over-month'> {
  const added = reserved + charged;
  return {
    item: {
      Update: {
        TableName,
        Key: jobKeys.budget(month),
        UpdateExpression: 'ADD reserved :reserved, charged :charged, committed :added',
        ExpressionAttributeValues: {
          ':reserved': reserved,
          ':charged': charged,
          ':added': added,
          ...(limit === undefined ? {} : { ':room': limit - added, ':zero': 0 }),
        },
        ...(limit === undefined
          ? {}
          : {
              // A month without an item has spent nothing.
              ConditionExpression:
                'committed <= :room OR (attribute_not_exists(committed) AND :room >= :zero)',
            }),
      },
    },
    refusal: 'over-month',
  };
}
