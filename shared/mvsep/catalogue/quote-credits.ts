import type { SeparationOptions } from './separation.ts';
import type { SeparationType } from './separation-type.ts';

/**
 * What a separation costs an account with premium enabled, in credits: whole credits for the length, at least
 * one, times the price rules of the chosen options.
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
  const multiplier = type.fields.reduce((product, field) => {
    const chosen = options[field.key] ?? field.default;
    return product * (chosen === undefined ? 1 : (field.priceMultipliers?.[chosen] ?? 1));
  }, 1);
  return Math.floor(forLength * multiplier);
}
