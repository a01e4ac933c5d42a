import { createHash, timingSafeEqual } from 'node:crypto';
import type { FindAccount } from '../../mvsep/server/find-caller.ts';
import type { Account } from './account.ts';
import type { AccountTable } from './account-table.ts';

interface FindAccountDeps {
  readonly accounts: AccountTable;
  /** The token of the owner, a secret of the deployment. */
  readonly ownerToken: () => Promise<string>;
  readonly now: () => Date;
}

/** Ours are 30 letters and digits, as those of mvsep.com; an operator may choose another one for the owner. */
const TOKEN = /^[\x21-\x7e]{1,200}$/;

/**
 * Finds accounts by their tokens. The owner's account is opened when its token is first shown.
 *
 * A token in a form that no token has is simply nobody's.
 */
export function findAccountByToken({ accounts, ownerToken, now }: FindAccountDeps): FindAccount<Account> {
  return async (text) => {
    const token = text.trim();
    if (!TOKEN.test(token)) return undefined;
    if (isSame(token, await ownerToken())) return accounts.openOwner(now());
    return accounts.findByToken(token);
  };
}

/** Compared as digests: equal in length, and in a time that tells nothing about the token. */
function isSame(left: string, right: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(left), digest(right));
}
