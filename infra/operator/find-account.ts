import { type Account, OWNER_ID } from '../../shared/engine/accounts/account.ts';
import { AccountTable } from '../../shared/engine/accounts/account-table.ts';
import type { AccountsAccess } from './accounts-access.ts';

/**
 * The account of an email address; `owner` is the one that comes with the Engine, opened if nobody has used it.
 *
 * @throws Error with a sentence when nobody registered the address.
 */
export async function findAccount(
  { documents, accounts }: AccountsAccess,
  who: string,
  now: Date,
): Promise<Account> {
  const table = new AccountTable(documents, accounts);
  if (who === OWNER_ID) return table.openOwner(now);
  const account = await table.findByEmail(who);
  if (account === undefined) {
    throw new Error(`Nobody registered ${who}. Use the email address of the account, or owner.`);
  }
  return account;
}
