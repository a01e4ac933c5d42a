/** How long calls of the MVSep API may take, in milliseconds, unless a caller has less time. */
export const CALL_LIMITS = {
  /** A whole call without a file that may be repeated. */
  answerMs: 20_000,
  /** A create without a file: it must not be given up on, since giving up may mean a charge for nothing. */
  createMs: 120_000,
  /** A whole call with a file. */
  uploadMs: 13 * 60_000,
  /** A call of the poller, which has many to make. */
  pollMs: 10_000,
  /** A call while a webhook's sender waits for our answer: two of them must fit. */
  webhookMs: 8_000,
} as const;
