import { type Account, OWNER_EMAIL, OWNER_ID } from './account.ts';
import { accountKeys } from './account-keys.ts';

/** More than the owner can spend: the Engine is theirs. */
const CREDITS = 1_000_000_000;

/** The owner's account as it is opened, and the items that say so: a profile and the first line of its ledger. */
export function openingOfOwner(now: Date): {
  readonly account: Account;
  readonly items: readonly Readonly<Record<string, unknown>>[];
} {
  const at = now.toISOString();
  const account: Account = {
    id: OWNER_ID,
    name: 'Owner',
    email: OWNER_EMAIL,
    balance: CREDITS,
    premiumEnabled: true,
    longFilenames: true,
    verified: true,
    createdAt: at,
    updatedAt: at,
  };
  const entry = { credits: CREDITS, reason: 'opened', at };
  return {
    account,
    items: [
      { ...accountKeys.profile(OWNER_ID), ...account },
      { ...accountKeys.ledger(OWNER_ID, now, 'opened'), ...entry },
    ],
  };
}
