/** @example shownPrice(1.5); // '1.5 credits a minute' */
export function shownPrice(creditsPerMinute: number): string {
  return `${creditsPerMinute} ${creditsPerMinute === 1 ? 'credit' : 'credits'} a minute`;
}
