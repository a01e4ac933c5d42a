import type { SeparationOptions } from '../../../mvsep/catalogue/separation.ts';
import type { Offer } from '../../offer.ts';

/** Refuses some values of an option with a sentence that says which can be had. */
export function refusing(
  key: keyof SeparationOptions,
  values: readonly string[],
  sentence: string,
): NonNullable<Offer['problem']> {
  return ({ [key]: value }) => (value !== undefined && values.includes(value) ? sentence : undefined);
}
