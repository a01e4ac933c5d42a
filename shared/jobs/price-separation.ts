import { InvalidSeparation } from '../errors/invalid-separation.ts';
import { quoteCredits } from '../mvsep/catalogue/quote-credits.ts';
import { type Catalogue, findSeparationType } from '../mvsep/catalogue/separation-type.ts';
import type { Step } from './step.ts';

/**
 * What one separation of so many seconds costs, in credits; undefined when nobody knows the price.
 *
 * @param catalogue as it was last read: prices change
 * @throws InvalidSeparation for a type that cannot separate a single song
 */
export function priceSeparation(
  separation: Step['separation'],
  seconds: number,
  catalogue: Catalogue,
): number | undefined {
  const type = findSeparationType(separation.type);
  if (type?.input !== 'one-file') {
    throw new InvalidSeparation(
      `"${separation.name}" (${separation.type}) cannot separate a single song. Choose another type, and upload the song again.`,
    );
  }
  const priced = catalogue.types.find(({ id }) => id === type.id) ?? type;
  return quoteCredits(priced, separation.options, seconds);
}
