import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { queryItems } from '../../../shared/aws/query-items.ts';
import { accountKeys } from '../../../shared/engine/accounts/account-keys.ts';
import { type HistoryLine, historyLine } from '../../../shared/engine/history/history-line.ts';

const currentItem = z.object({ sk: z.string(), number: z.int() });

/**
 * The lines in the history of an account whose separations have not ended, the newest first.
 *
 * Two queries, however many there are: what runs, and the history since the oldest of it began.
 */
export async function currentLines(
  documents: DynamoDBDocumentClient,
  accountsTable: string,
  accountId: string,
): Promise<HistoryLine[]> {
  const { pk } = accountKeys.profile(accountId);
  const query = (from: string, to: string) =>
    queryItems(documents, {
      TableName: accountsTable,
      KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
      ExpressionAttributeValues: { ':pk': pk, ':from': from, ':to': to },
      ConsistentRead: true,
      ScanIndexForward: false,
    });
  const current = z.array(currentItem).parse(await query('CURRENT#', 'CURRENT#~'));
  const oldest = current.at(-1)?.sk.split('#')[1];
  if (oldest === undefined) return [];
  const numbers = new Set(current.map(({ number }) => number));
  const lines = z.array(historyLine).parse(await query(`HISTORY#${oldest}`, 'HISTORY#~'));
  return lines.filter(({ number }) => numbers.has(number));
}
