/** What of the budget may go at once after a rest; the remainder goes evenly. */
const BURST_SHARE = 0.1;
/**
 * A minute, and two seconds more: by so much the clocks of two functions and the ways of their calls may differ,
 * and the bound still holds at the service.
 */
const WINDOW_MICROSECONDS = 62 * 1_000_000;

/** In microseconds. */
export interface CallSpacing {
  /** From one call to the next when they go evenly. */
  readonly spacing: number;
  /** By how much calls may be earlier than evenly. */
  readonly tolerance: number;
}

/**
 * How far apart calls must be so that no window of a minute, wherever it begins, holds more than a number of them.
 * With a burst of B calls and even calls at a distance of T, a window of length W holds at most B + floor(W / T).
 *
 * @param requestsPerMinute at least 2
 */
export function callSpacing(requestsPerMinute: number): CallSpacing {
  const burst = Math.max(1, Math.floor(requestsPerMinute * BURST_SHARE));
  // Rounded up, so that the bound is kept rather than reached.
  const spacing = Math.ceil(WINDOW_MICROSECONDS / Math.max(1, requestsPerMinute - burst));
  return { spacing, tolerance: (burst - 1) * spacing };
}
