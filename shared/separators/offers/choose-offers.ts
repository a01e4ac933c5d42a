import type { Offer } from '../offer.ts';
import { OWN_OFFERS } from './own-offers.ts';

/** Which offers an operator wants beside those that are exact. */
export interface OfferChoice {
  readonly substitutes: boolean;
  readonly approximate: boolean;
}

/** What runs here under the settings of the operator. */
export function chooseOffers(choice: OfferChoice, offers: readonly Offer[] = OWN_OFFERS): readonly Offer[] {
  const wanted = { exact: true, substitute: choice.substitutes, approximate: choice.approximate };
  return offers.filter(({ standing }) => wanted[standing]);
}
