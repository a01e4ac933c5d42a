import { randomUUID } from 'node:crypto';
import { transact } from '../../aws/transact.ts';
import type { EngineStore } from '../engine-store.ts';
import { bookCredits } from './book-credits.ts';

/** What an operator gives an account, or takes from it when `credits` is negative. */
export interface Grant {
  readonly accountId: string;
  /** A whole number other than 0. */
  readonly credits: number;
  readonly note?: string;
}

/**
 * Changes an account's balance by the will of its operator, with a line in the ledger.
 *
 * @returns `written`; `account` when there is no such account, `credits` when it has fewer than are taken.
 */
export async function grantCredits(
  store: Pick<EngineStore, 'documents' | 'accounts'>,
  { accountId, credits, note }: Grant,
  at: Date,
): Promise<'written' | 'credits' | 'account'> {
  const about = note === undefined ? {} : { note };
  const booking = {
    accountId,
    credits,
    reason: 'grant',
    entryId: `grant-${randomUUID()}`,
    at,
    ...about,
  } as const;
  return transact(store.documents, bookCredits(store, booking));
}
