import * as z from 'zod';
import { documentClient } from '../aws/document-client.ts';
import { readEnvironment } from '../aws/read-environment.ts';
import { ModelRegistry } from '../models/model-registry.ts';
import { offersOfModel } from '../models/offers-of-model.ts';
import type { Offer } from '../separators/offer.ts';
import { chooseOffers } from '../separators/offers/choose-offers.ts';

/**
 * What the functions of the Engine read what runs here from: the models of the operator, and the settings. A model
 * of the operator comes before what this repository has for the same type, and settings do not switch it off.
 *
 * @returns what answers the same array as long as the same runs here.
 */
export function openOffers(): () => Promise<readonly Offer[]> {
  const { SUBSTITUTES, APPROXIMATE, PUBLICATIONS_TABLE } = readEnvironment({
    SUBSTITUTES: z.stringbool(),
    APPROXIMATE: z.stringbool(),
    PUBLICATIONS_TABLE: z.string().min(1),
  });
  const own = chooseOffers({ substitutes: SUBSTITUTES, approximate: APPROXIMATE });
  const registry = new ModelRegistry(documentClient(), PUBLICATIONS_TABLE);
  let last: { readonly models: string; readonly offers: readonly Offer[] } | undefined;
  return async () => {
    const registered = await registry.registered();
    const models = JSON.stringify(registered);
    if (last?.models !== models) last = { models, offers: [...registered.flatMap(offersOfModel), ...own] };
    return last.offers;
  };
}
