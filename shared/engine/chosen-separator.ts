import * as z from 'zod';
import { chosenModel } from '../models/chosen-model.ts';
import type { SeparationOptions } from '../mvsep/catalogue/separation.ts';
import type { Offer } from '../separators/offer.ts';
import { STANDING_SENTENCES } from '../separators/standing.ts';

/**
 * What does a separation, as it was chosen when the order was accepted: later changes of settings and models change
 * nothing of it.
 */
export const chosenSeparator = z.object({
  slug: z.string().min(1),
  algorithm: z.string(),
  description: z.string(),
  stems: z.array(z.object({ label: z.string(), name: z.string(), form: z.literal('notes').optional() })),
  /** The model of the operator, where one does it. */
  model: chosenModel.optional(),
});

export type ChosenSeparator = z.infer<typeof chosenSeparator>;

/** What an order with these options gets of an offer. */
export function chooseSeparator(offer: Offer, options: SeparationOptions): ChosenSeparator {
  return {
    slug: offer.separator,
    algorithm: offer.algorithm,
    description: `${offer.description} ${STANDING_SENTENCES[offer.standing]}`,
    stems: [...offer.stems(options)],
    ...(offer.model === undefined ? {} : { model: offer.model }),
  };
}
