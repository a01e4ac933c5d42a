import { SEPARATION_TYPES } from '../../shared/mvsep/catalogue/separation-type.ts';
import type { Offer } from '../../shared/separators/offer.ts';

/** What a server offers that runs every type under its own name. */
export function offersOfAllTypes(): Offer[] {
  return SEPARATION_TYPES.filter(({ active }) => active).map(({ id, name, stems }) => ({
    sepType: id,
    separator: 'any',
    standing: 'exact',
    algorithm: name,
    description: name,
    stems: () => Object.entries(stems).map(([key, label]) => ({ name: key, label })),
  }));
}
