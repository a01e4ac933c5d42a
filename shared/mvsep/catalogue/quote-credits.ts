import { priceMultipliers } from './price-multipliers.ts';
import type { SeparationOptions } from './separation.ts';
import type { SeparationType } from './separation-type.ts';

/** Price rules have four decimals on the wire (`"1.5000"`): counted in whole parts, no product is off by one. */
const MULTIPLIER_PARTS = 10_000;

/**
 * What a separation costs an account with premium enabled, in credits: whole credits for the length, at least
 * one, times the price rules of the chosen options, rounded down. Never less than one; never less for longer audio.
 *
 * The service documents `floor(seconds * price_coefficient / 60)`, at least 1, and recorded history agrees
 * (149 s at 4 a minute: 9 credits; 3 s at 1: 1 credit). Undefined for a type without a known price.
 */
export function quoteCredits(
  type: SeparationType,
  options: SeparationOptions,
  seconds: number,
): number | undefined {
  if (type.creditsPerMinute === undefined) return undefined;
  const forLength = Math.max(1, Math.floor((seconds * type.creditsPerMinute) / 60));
  const credits = priceMultipliers(type, options).reduce(
    (product, multiplier) =>
      Math.floor((product * Math.round(multiplier * MULTIPLIER_PARTS)) / MULTIPLIER_PARTS),
    forLength,
  );
  return Math.max(1, credits);
}
