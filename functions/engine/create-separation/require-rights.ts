import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { accountKeys } from '../../../shared/engine/accounts/account-keys.ts';
import type { Customer } from '../../../shared/engine/accounts/customer.ts';
import type { EngineStore } from '../../../shared/engine/engine-store.ts';
import { DAILY_SEPARATIONS, DAY_MS } from '../../../shared/engine/history/daily-separations.ts';
import { HistoryTable } from '../../../shared/engine/history/history-table.ts';
import { CallRefusal } from '../../../shared/errors/call-refusal.ts';

/** What the service itself says, in its own spelling. */
const DAILY_LIMIT =
  'You have reached the limit of separations for today. Please try again tomorrow or consider signing up for a premium account.';

/** Refuses a second separation beside one that has not ended, which nobody may have without premium. */
export function alreadyUnprocessed(): CallRefusal {
  return new CallRefusal(
    400,
    'You already have unprocessed file in queue. Please wait before adding new file!',
  );
}

/**
 * Whether a customer may create a separation now. Without premium: one at a time (the transaction that creates
 * it makes sure), and so many in any 24 hours.
 *
 * @throws CallRefusal (400) in the words of the service.
 */
export async function requireRights(store: EngineStore, { id, plan }: Customer, now: Date): Promise<void> {
  if (plan === 'premium') return;
  const since = new Date(now.getTime() - DAY_MS);
  const [lock, count] = await Promise.all([
    store.documents.send(
      new GetCommand({ TableName: store.accounts, Key: accountKeys.unprocessed(id), ConsistentRead: true }),
    ),
    new HistoryTable(store).countSince(id, since, DAILY_SEPARATIONS),
  ]);
  if (lock.Item !== undefined) throw alreadyUnprocessed();
  if (count >= DAILY_SEPARATIONS) throw new CallRefusal(400, DAILY_LIMIT);
}
