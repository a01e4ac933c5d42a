import { quoteCredits } from '../../mvsep/catalogue/quote-credits.ts';
import type { Separation } from '../../mvsep/catalogue/separation.ts';
import { findSeparationType } from '../../mvsep/catalogue/separation-type.ts';
import type { Plan } from '../plan.ts';

/** Credits a minute of a type whose price nobody recorded: as many as of the cheapest. */
export const CREDITS_WITHOUT_PRICE = 1;

/** What a separation costs: nothing without premium, else what the catalogue says for so many seconds. */
export function creditsDue(
  { separationType, options }: Pick<Separation, 'separationType' | 'options'>,
  seconds: number,
  plan: Plan,
): number {
  if (plan !== 'premium') return 0;
  const type = findSeparationType(separationType);
  const quoted = type === undefined ? undefined : quoteCredits(type, options, seconds);
  return quoted ?? Math.max(1, Math.floor((seconds * CREDITS_WITHOUT_PRICE) / 60));
}
