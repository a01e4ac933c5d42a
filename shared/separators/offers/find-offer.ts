import type { SeparationOptions } from '../../mvsep/catalogue/separation.ts';
import type { Offer } from '../offer.ts';

/**
 * The offer that serves a type with these options.
 *
 * @returns undefined when none serves the type; a sentence when some do, but none with these options.
 */
export function findOffer(
  offers: readonly Offer[],
  sepType: number,
  options: SeparationOptions = {},
): Offer | string | undefined {
  const ofType = offers.filter((offer) => offer.sepType === sepType);
  return ofType.find((offer) => offer.problem?.(options) === undefined) ?? ofType[0]?.problem?.(options);
}
