import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { accountKeys } from '../accounts/account-keys.ts';
import type { EngineStore } from '../engine-store.ts';
import { type LedgerEntry, ledgerEntry } from './ledger-entry.ts';

/** What last changed an account's balance, the latest first. */
export async function readLedger(
  { documents, accounts }: Pick<EngineStore, 'documents' | 'accounts'>,
  accountId: string,
  limit: number,
): Promise<LedgerEntry[]> {
  const { Items } = await documents.send(
    new QueryCommand({
      TableName: accounts,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :ledger)',
      ExpressionAttributeValues: { ':pk': accountKeys.profile(accountId).pk, ':ledger': 'LEDGER#' },
      ScanIndexForward: false,
      Limit: limit,
      ConsistentRead: true,
    }),
  );
  return z.array(ledgerEntry).parse(Items);
}
