import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { output } from '../../infra/start/output.ts';
import type { TestCustomer } from './test-customer.ts';
import type { TestEngine } from './test-engine.ts';

const profile = z.object({ sk: z.literal('PROFILE'), balance: z.int() });
const line = z.object({ sk: z.string().startsWith('LEDGER#'), credits: z.int(), reason: z.string() });

/** An account's balance and every change of it, read from the table itself. */
export async function readLedger(
  engine: TestEngine,
  { accountId }: Pick<TestCustomer, 'accountId'>,
): Promise<{ readonly balance: number; readonly lines: readonly z.infer<typeof line>[] }> {
  const items: unknown[] = [];
  let ExclusiveStartKey: Record<string, unknown> | undefined;
  do {
    const page = await engine.database.send(
      new QueryCommand({
        TableName: output(engine.cloud, 'Engine', 'AccountsTableName'),
        KeyConditionExpression: 'pk = :account',
        ExpressionAttributeValues: { ':account': `ACCOUNT#${accountId}` },
        ConsistentRead: true,
        ...(ExclusiveStartKey === undefined ? {} : { ExclusiveStartKey }),
      }),
    );
    items.push(...(page.Items ?? []));
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey !== undefined);
  const balances = items.flatMap((item) => profile.safeParse(item).data?.balance ?? []);
  if (balances[0] === undefined) throw new Error(`The account ${accountId} has no balance.`);
  return { balance: balances[0], lines: items.flatMap((item) => line.safeParse(item).data ?? []) };
}

/** The sum of a ledger: what the balance has to be at every moment. */
export function sumOf(lines: readonly { readonly credits: number }[]): number {
  return lines.reduce((sum, { credits }) => sum + credits, 0);
}
