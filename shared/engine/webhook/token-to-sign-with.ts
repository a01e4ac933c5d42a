import { OWNER_ID } from '../accounts/account.ts';
import { apiTokenOf } from '../accounts/api-token-of.ts';

export interface SigningSecrets {
  /** The token of the owner's account. */
  readonly ownerToken: () => Promise<string>;
  /** What the tokens of all other accounts follow from. */
  readonly tokenKey: () => Promise<string>;
}

/** People without an account have ids that say so, and no token. */
const ANONYMOUS = 'anonymous-';

/** The api_token of an account, to sign what is sent to it; undefined for somebody without an account. */
export async function tokenToSignWith(
  accountId: string,
  { ownerToken, tokenKey }: SigningSecrets,
): Promise<string | undefined> {
  if (accountId.startsWith(ANONYMOUS)) return undefined;
  return accountId === OWNER_ID ? ownerToken() : apiTokenOf(accountId, await tokenKey());
}
