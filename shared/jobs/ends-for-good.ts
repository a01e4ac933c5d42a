/** Answers of the MVSep API after which the same separation never comes to anything: only a new one can. */
const FINAL: readonly string[] = ['SeparationFailed', 'MvsepRejected', 'MvsepUnauthorized', 'TooFewCredits'];

/** Whether a failure is the service's own last word on a separation, so that a retry has to begin a new one. */
export function endsForGood(errorName: string): boolean {
  return FINAL.includes(errorName);
}
