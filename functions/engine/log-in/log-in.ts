import type * as z from 'zod';
import { accountData } from '../../../shared/engine/accounts/account-data.ts';
import type { AccountTable } from '../../../shared/engine/accounts/account-table.ts';
import { apiTokenOf } from '../../../shared/engine/accounts/api-token-of.ts';
import { isPassword } from '../../../shared/engine/accounts/password.ts';
import type { CallRequest } from '../../../shared/engine/http/call-request.ts';
import { requireAllowance } from '../../../shared/engine/http/require-allowance.ts';
import { CallRefusal } from '../../../shared/errors/call-refusal.ts';
import type { CallCounter } from '../../../shared/http/call-counter.ts';
import type { logIn as contract } from '../../../shared/mvsep/contract/log-in.ts';

type Counter = Pick<CallCounter, 'count'>;

export interface LogInDeps {
  readonly accounts: AccountTable;
  /** The secret from which tokens follow. */
  readonly tokenKey: () => Promise<string>;
  /** Attempts at one account from one address, which hold back who guesses and nobody else. */
  readonly attempts: Counter;
  /** Attempts at one account from everywhere, and from one address at all accounts. */
  readonly attemptsInAll: Counter;
  /** Whether an account must have confirmed its address. */
  readonly needsVerification: boolean;
  readonly now: () => Date;
}

/**
 * Answers an account to whoever knows its password, with its token.
 *
 * @throws CallRefusal 400 for wrong credentials, in words and after a time that do not tell whether there is
 *   such an account; 429 after too many attempts.
 */
export async function logIn(
  deps: LogInDeps,
  { params: { email, password }, caller }: CallRequest<z.output<typeof contract.params>>,
): Promise<z.input<typeof contract.reply>> {
  const now = deps.now();
  const count = (counter: Counter, who: string) =>
    requireAllowance(counter, `LOGIN#${who}`, now, 'attempts to log in');
  await count(deps.attempts, `${email}#${caller.address}`);
  await count(deps.attemptsInAll, caller.address);
  await count(deps.attemptsInAll, email);
  const account = await deps.accounts.findByEmail(email);
  if (!(await isPassword(password, account?.passwordHash)) || account === undefined) {
    throw new CallRefusal(400, 'The email or the password is wrong.');
  }
  if (deps.needsVerification && !account.verified) {
    throw new CallRefusal(
      400,
      `The address ${account.email} is not confirmed yet. Open the link that was mailed to it, or register again for another one.`,
    );
  }
  const token = apiTokenOf(account.id, await deps.tokenKey());
  // It is known already, unless the operator has put another secret in place.
  await deps.accounts.addToken(account.id, token);
  return { success: true, data: accountData(account, token) };
}
