import { CallRefusal } from '../../errors/call-refusal.ts';
import type { CallCounter } from '../../http/call-counter.ts';

/**
 * Counts one attempt at something that is tried by guessing, or that costs others something.
 *
 * @param what completes "Too many …".
 * @throws CallRefusal (429) when there were too many lately.
 */
export async function requireAllowance(
  counter: Pick<CallCounter, 'count'>,
  who: string,
  now: Date,
  what: string,
): Promise<void> {
  const { isOver, secondsLeft } = await counter.count(who, now);
  if (!isOver) return;
  const minutes = Math.ceil(secondsLeft / 60);
  throw new CallRefusal(429, `Too many ${what}. Try again in ${minutes} minutes.`, {
    headers: { 'retry-after': String(secondsLeft) },
  });
}
