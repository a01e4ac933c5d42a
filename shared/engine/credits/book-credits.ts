import type { Write } from '../../aws/transact.ts';
import { accountKeys } from '../accounts/account-keys.ts';
import type { EngineStore } from '../engine-store.ts';
import { type LedgerEntry, ledgerEntry } from './ledger-entry.ts';

/** A change of a balance to be written. */
export interface Booking extends Omit<LedgerEntry, 'at'> {
  readonly accountId: string;
  readonly at: Date;
  /** Tells apart what is booked in the same millisecond: `charge-17`. */
  readonly entryId: string;
}

/** `credits`: there are too few left. `account`: there is no such account. */
export type BookingRefusal = 'credits' | 'account';

/**
 * The two writes that change a balance: the balance itself, which never falls below 0, and its line in the
 * ledger. They belong into one transaction with what the credits are for; so the sum of the ledger is the
 * balance at every moment.
 */
export function bookCredits(
  { accounts }: Pick<EngineStore, 'accounts'>,
  { accountId, entryId, at, ...entry }: Booking,
): Write<BookingRefusal>[] {
  const isLoss = entry.credits < 0;
  return [
    {
      item: {
        Update: {
          TableName: accounts,
          Key: accountKeys.profile(accountId),
          UpdateExpression: 'SET balance = balance + :credits, updatedAt = :at',
          ConditionExpression: isLoss ? 'balance >= :needed' : 'attribute_exists(pk)',
          ExpressionAttributeValues: {
            ':credits': entry.credits,
            ':at': at.toISOString(),
            ...(isLoss ? { ':needed': -entry.credits } : {}),
          },
        },
      },
      refusal: isLoss ? 'credits' : 'account',
    },
    {
      item: {
        Put: {
          TableName: accounts,
          Item: {
            ...accountKeys.ledger(accountId, at, entryId),
            ...ledgerEntry.parse({ ...entry, at: at.toISOString() }),
          },
        },
      },
    },
  ];
}
