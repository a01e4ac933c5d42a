import { randomBytes } from 'node:crypto';
import type * as z from 'zod';
import { type Account, OWNER_EMAIL } from '../../../shared/engine/accounts/account.ts';
import type { AccountTable } from '../../../shared/engine/accounts/account-table.ts';
import { apiTokenOf } from '../../../shared/engine/accounts/api-token-of.ts';
import { hashPassword } from '../../../shared/engine/accounts/password.ts';
import type { CallRequest } from '../../../shared/engine/http/call-request.ts';
import { requireAllowance } from '../../../shared/engine/http/require-allowance.ts';
import { CallRefusal } from '../../../shared/errors/call-refusal.ts';
import type { CallCounter } from '../../../shared/http/call-counter.ts';
import type { registerAccount as contract } from '../../../shared/mvsep/contract/register-account.ts';
import type { InviteApplicant } from './invite-applicant.ts';

export interface RegisterAccountDeps {
  readonly accounts: AccountTable;
  /** The secret from which tokens follow. */
  readonly tokenKey: () => Promise<string>;
  /** Counts new accounts by the address that opens them. */
  readonly registrations: Pick<CallCounter, 'count'>;
  /** Undefined where addresses need not be confirmed. */
  readonly invite: InviteApplicant | undefined;
  readonly now: () => Date;
}

const ID_BYTES = 10;

/**
 * Opens an account. Where addresses are confirmed, a link is sent, and the account cannot be used before its
 * page has confirmed the address; registering again then sends another one.
 *
 * @throws CallRefusal 400 when the email has an account or is the owner's, 429 after too many accounts from one
 *   address.
 */
export async function registerAccount(
  deps: RegisterAccountDeps,
  { params, caller }: CallRequest<z.output<typeof contract.params>>,
): Promise<z.input<typeof contract.reply>> {
  const { email, name } = params;
  const now = deps.now();
  await requireAllowance(deps.registrations, `REGISTER#${caller.address}`, now, 'new accounts');
  // The owner's account is not stored under it, and credits that an operator gives to it must not go to a stranger.
  if (email === OWNER_EMAIL) throw emailTaken();
  const holder = await deps.accounts.findByEmail(email);
  if (holder !== undefined && (holder.verified || deps.invite === undefined)) throw emailTaken();
  const passwordHash = await hashPassword(params.password);
  const wanted = newAccount({ email, name, passwordHash, verified: deps.invite === undefined }, now);
  const isNew = await deps.accounts.create(wanted, apiTokenOf(wanted.id, await deps.tokenKey()));
  if (deps.invite === undefined) {
    if (!isNew) throw emailTaken();
    return { success: true, message: `The account for ${email} is open. Log in with it now.` };
  }
  const account = isNew ? wanted : await deps.accounts.findByEmail(email);
  if (account === undefined || account.verified) throw emailTaken();
  await deps.invite({ accountId: account.id, email, name, passwordHash }, now);
  return { success: true, message: `Account verification email sent to ${email}` };
}

function newAccount(own: Pick<Account, 'email' | 'name' | 'passwordHash' | 'verified'>, now: Date): Account {
  const at = now.toISOString();
  return {
    id: randomBytes(ID_BYTES).toString('hex'),
    ...own,
    balance: 0,
    premiumEnabled: false,
    longFilenames: false,
    createdAt: at,
    updatedAt: at,
  };
}

function emailTaken(): CallRefusal {
  const sentence = 'The email has already been taken.';
  return new CallRefusal(400, sentence, { byField: { email: [sentence] } });
}
