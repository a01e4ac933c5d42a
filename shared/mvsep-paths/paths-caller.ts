import { type Caller, ownerName } from '../callers/caller.ts';

/** Who calls by the MVSep paths: a key that the operator issued, or whoever holds the token of the account itself. */
export interface PathsCaller extends Caller {
  /** Whether the token of the account was shown: then calls about the account itself are its own business. */
  readonly isAccount: boolean;
  /** What was shown. It is answered to the caller alone, where the service answers an `api_token`. */
  readonly token: string;
}

/**
 * The holder of the account's own token, which is what a client sends of which only the base URL was changed. The
 * account pays for everything and sees everything at the service, so here too.
 */
export function accountCaller(token: string): PathsCaller {
  return {
    keyId: 'account',
    owner: ownerName.parse('account'),
    scope: 'write',
    sees: 'all',
    isAccount: true,
    token,
  };
}
