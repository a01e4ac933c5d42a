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
  const price = `${cost} ${cost === 1 ? 'credit' : 'credits'}`;
  const left = `${balance} ${balance === 1 ? 'is' : 'are'} left`;
  return `This separation costs ${price}, and ${left}. Get more credits, or disable premium.`;
}
