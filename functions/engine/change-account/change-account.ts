import type { AccountChange, AccountTable } from '../../../shared/engine/accounts/account-table.ts';
import type { CallRequest } from '../../../shared/engine/http/call-request.ts';

export interface ChangeAccountDeps {
  readonly accounts: AccountTable;
  readonly now: () => Date;
}

/** Turns something on or off for the account that calls. */
export async function changeAccount(
  { accounts, now }: ChangeAccountDeps,
  { caller }: CallRequest<unknown>,
  change: AccountChange,
) {
  if (caller.kind !== 'account') throw new TypeError('The call was let in without an account.');
  await accounts.change(caller.account.id, change, now());
  const isOn = Object.values(change).every(Boolean);
  return { success: true, message: isOn ? 'successfully enabled' : 'successfully disabled' } as const;
}
