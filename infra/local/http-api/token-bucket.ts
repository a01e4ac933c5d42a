/** Takes one token; false when none is left. */
export type TakeToken = () => boolean;

/**
 * The token bucket that API Gateway throttles with: it holds at most `burst` tokens, starts full, and gains
 * `ratePerSecond` a second.
 *
 * @param now milliseconds of a clock that never runs backwards.
 */
export function createTokenBucket(burst: number, ratePerSecond: number, now: () => number): TakeToken {
  let tokens = burst;
  let filledAt = now();
  return () => {
    const time = now();
    tokens = Math.min(burst, tokens + ((time - filledAt) / 1000) * ratePerSecond);
    filledAt = time;
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  };
}
