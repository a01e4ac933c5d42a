import { priceMultipliers } from './price-multipliers.ts';
import type { SeparationOptions } from './separation.ts';
import type { SeparationType } from './separation-type.ts';

/**
 * What a minute of audio costs with a type and its options: the price of the type times the price rules of what was
 * chosen. It is what types can be compared by; a song's own quote rounds, see `quoteCredits`. Undefined for a type
 * without a known price.
 */
export function creditsPerMinute(type: SeparationType, options: SeparationOptions): number | undefined {
  if (type.creditsPerMinute === undefined) return undefined;
  return priceMultipliers(type, options).reduce(
    (price, multiplier) => price * multiplier,
    type.creditsPerMinute,
  );
}
