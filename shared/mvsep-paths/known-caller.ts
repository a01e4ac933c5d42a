import { CallRefusal } from '../errors/call-refusal.ts';
import type { Caller } from '../mvsep/server/call-request.ts';
import type { PathsCaller } from './paths-caller.ts';

/** Who calls, where a token was asked for. */
export function knownCaller(caller: Caller<PathsCaller>): PathsCaller {
  if (caller.kind !== 'account') throw new TypeError('The call was let in without a token.');
  return caller.account;
}

/**
 * Who calls, where something is made or changed.
 *
 * @throws CallRefusal (400) for a key that may only look
 */
export function writingCaller(caller: Caller<PathsCaller>): PathsCaller {
  const known = knownCaller(caller);
  if (known.scope === 'write') return known;
  throw new CallRefusal(400, 'This key may only look. Ask the operator for one that may write.');
}
