import { InvalidSeparation } from '../shared/errors/invalid-separation.ts';
import type { Separation } from '../shared/mvsep/catalogue/separation.ts';
import { validateSeparation } from '../shared/mvsep/catalogue/validate-separation.ts';
import { chooseOffers, type OfferChoice } from '../shared/separators/offers/choose-offers.ts';
import { findOffer } from '../shared/separators/offers/find-offer.ts';

/** What the settings say of what the Engine runs. */
interface EngineChoice extends OfferChoice {
  readonly operatorTypes: readonly number[];
}

/**
 * Why no upload could get this separation, in a sentence.
 *
 * @param engine what runs on the Engine; undefined when mvsep.com separates.
 */
export function separationProblem(wanted: Separation, engine: EngineChoice | undefined): string | undefined {
  try {
    validateSeparation(wanted);
  } catch (error) {
    if (error instanceof InvalidSeparation) return error.message;
    throw error;
  }
  if (engine === undefined) return undefined;
  return typeProblem(wanted, engine);
}

function typeProblem(wanted: Separation, engine: EngineChoice): string | undefined {
  const { separationType, options } = wanted;
  if (engine.operatorTypes.includes(separationType)) return undefined;
  const offers = chooseOffers(engine);
  const offer = findOffer(offers, separationType, options);
  if (typeof offer === 'object') return undefined;
  if (offer !== undefined) return offer;
  const known = [...new Set(offers.map(({ sepType }) => sepType))].sort((a, b) => a - b).join(', ');
  return (
    `The Engine has no separator for type ${separationType}. It has ${known}. ` +
    'List a type that a model of your own serves in "engine.operatorTypes".'
  );
}
