import { EngineRefusal } from '../../errors/engine-refusal.ts';
import { OWNER_ID } from '../accounts/account.ts';
import type { Allowance } from './call-counter.ts';
import type { CallFrame } from './call-frame.ts';
import type { Caller } from './call-request.ts';

interface CountedCall {
  /** Tell the caller what is left of the minute. */
  readonly headers: Readonly<Record<string, string>>;
  /** Set when the caller calls too often. The owner never does. */
  readonly refusal?: EngineRefusal;
}

/**
 * Counts a call against what its caller may do a minute. When counting fails, the call goes on: a limit that
 * stops everybody protects nobody.
 */
export async function countCall(
  { calls, log, now }: Pick<CallFrame, 'calls' | 'log' | 'now'>,
  caller: Caller,
): Promise<CountedCall> {
  let allowance: Allowance;
  try {
    allowance = await calls.count(counterOf(caller), now());
  } catch (error) {
    log.error('The call could not be counted.', { error });
    return { headers: {} };
  }
  const { limit, remaining, isOver, secondsLeft } = allowance;
  const headers = { 'x-ratelimit-limit': String(limit), 'x-ratelimit-remaining': String(remaining) };
  if (!isOver || (caller.kind === 'account' && caller.account.id === OWNER_ID)) return { headers };
  const refusal = new EngineRefusal(
    429,
    `Too many requests: at most ${limit} a minute. Try again in ${secondsLeft} seconds.`,
    { headers: { 'retry-after': String(secondsLeft) } },
  );
  return { headers, refusal };
}

function counterOf(caller: Caller): string {
  return caller.kind === 'account' ? `ACCOUNT#${caller.account.id}` : `ADDRESS#${caller.address}`;
}
