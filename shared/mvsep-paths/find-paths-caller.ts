import { createHash, timingSafeEqual } from 'node:crypto';
import type { CallerTable } from '../callers/caller-table.ts';
import { findCaller } from '../callers/find-caller.ts';
import type { FindAccount } from '../mvsep/server/find-caller.ts';
import { accountCaller, type PathsCaller } from './paths-caller.ts';

export interface FindPathsCallerDeps {
  readonly callers: CallerTable;
  /** The account's own token. */
  readonly accountToken: () => Promise<string>;
}

/**
 * Finds out who shows an `api_token`: the account itself, or a key of a caller. A revoked key is nobody's.
 *
 * @throws what the SDK throws when neither can be looked up: that says nothing about the token
 */
export function findPathsCaller({ callers, accountToken }: FindPathsCallerDeps): FindAccount<PathsCaller> {
  return async (text) => {
    const token = text.trim();
    if (isSame(token, (await accountToken()).trim())) return accountCaller(token);
    const found = await findCaller(callers, token);
    return found.outcome === 'known' ? { ...found.caller, isAccount: false, token } : undefined;
  };
}

/** Compared as digests: equal in length, and in a time that tells nothing about the token. */
function isSame(left: string, right: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(left), digest(right));
}
