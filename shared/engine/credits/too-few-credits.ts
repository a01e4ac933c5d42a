import { GetCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { accountKeys } from '../accounts/account-keys.ts';
import type { EngineStore } from '../engine-store.ts';

const profile = z.object({ balance: z.int() });

/** The sentence for an account whose credits do not suffice: the cost, what is left, and what to do. */
export async function tooFewCredits(store: EngineStore, accountId: string, cost: number): Promise<string> {
  const { Item } = await store.documents.send(
    new GetCommand({
      TableName: store.accounts,
      Key: accountKeys.profile(accountId),
      ConsistentRead: true,
    }),
  );
  const { balance } = profile.parse(Item ?? { balance: 0 });
  return `This separation costs ${cost} ${cost === 1 ? 'credit' : 'credits'}, and ${balance} are left. Get more credits, or disable premium.`;
}
