import { CallRefusal } from '../../errors/call-refusal.ts';
import type { Allowance } from '../../http/call-counter.ts';
import type { CallFrame } from './call-frame.ts';
import type { Caller } from './call-request.ts';

/** The part of a frame that counting needs. */
export type CountingFrame<Account> = Pick<CallFrame<Account>, 'calls' | 'countOf' | 'log' | 'now'>;

interface CountedCall {
  /** Tell the caller what is left of the minute. */
  readonly headers: Readonly<Record<string, string>>;
  /** Set when the caller calls too often. */
  readonly refusal?: CallRefusal;
}

/**
 * Counts a call against what its caller may do a minute. When counting fails, the call goes on: a limit that
 * stops everybody protects nobody.
 */
export async function countCall<Account>(
  { calls, countOf, log, now }: CountingFrame<Account>,
  caller: Caller<Account>,
): Promise<CountedCall> {
  const { who, isUnlimited } =
    caller.kind === 'account'
      ? countOf(caller.account)
      : { who: `ADDRESS#${caller.address}`, isUnlimited: false };
  let allowance: Allowance;
  try {
    allowance = await calls.count(who, now());
  } catch (error) {
    log.error('The call could not be counted.', { error });
    return { headers: {} };
  }
  const { limit, remaining, isOver, secondsLeft } = allowance;
  const headers = { 'x-ratelimit-limit': String(limit), 'x-ratelimit-remaining': String(remaining) };
  if (!isOver || isUnlimited) return { headers };
  const refusal = new CallRefusal(
    429,
    `Too many requests: at most ${limit} a minute. Try again in ${secondsLeft} seconds.`,
    { headers: { 'retry-after': String(secondsLeft) } },
  );
  return { headers, refusal };
}
