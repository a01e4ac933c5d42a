import { CallRefusal } from '../../errors/call-refusal.ts';
import type { Caller } from './call-request.ts';

/** The account that a token belongs to, if any. */
export type FindAccount<Account> = (token: string) => Promise<Account | undefined>;

/** Whether a call must bring an `api_token`, may bring one, or is answered without a look at it. */
export type TokenNeed = 'required' | 'optional' | 'none';

/** What a call without a good token is answered. */
export interface TokenRefusal {
  readonly status: 400 | 401;
  readonly message: string;
}

/**
 * Who makes a call.
 *
 * @param token as it came; undefined when none did.
 * @throws CallRefusal when a token is needed and missing, or there and nobody's.
 */
export async function findCaller<Account>(
  find: FindAccount<Account>,
  { need, token, address, refusal }: TokenQuestion,
): Promise<Caller<Account>> {
  if (need === 'none' || (need === 'optional' && token === undefined)) return { kind: 'anonymous', address };
  const account = token === undefined ? undefined : await find(token);
  if (account === undefined) throw new CallRefusal(refusal.status, refusal.message);
  return { kind: 'account', account, address };
}

interface TokenQuestion {
  readonly need: TokenNeed;
  readonly token: string | undefined;
  readonly address: string;
  readonly refusal: TokenRefusal;
}
