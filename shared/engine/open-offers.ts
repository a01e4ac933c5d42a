import * as z from 'zod';
import { readEnvironment } from '../aws/read-environment.ts';
import type { Offer } from '../separators/offer.ts';
import { chooseOffers } from '../separators/offers/choose-offers.ts';

/** What the functions of the Engine read what runs here from: the settings of the operator. */
export function openOffers(): () => Promise<readonly Offer[]> {
  const { SUBSTITUTES, APPROXIMATE } = readEnvironment({
    SUBSTITUTES: z.stringbool(),
    APPROXIMATE: z.stringbool(),
  });
  const offers = chooseOffers({ substitutes: SUBSTITUTES, approximate: APPROXIMATE });
  return async () => offers;
}
