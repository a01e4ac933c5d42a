import { findSeparationType } from '../mvsep/catalogue/separation-type.ts';
import { knownStems } from '../recipes/known-stems.ts';

/**
 * The stem that a recipe means, among those that came out of a separation. Services answer with the catalogue's label
 * of a stem or with its short key (`Lead vocals`, `Vocals_Lead`), and recipes may name it by either.
 *
 * @param type `sep_type` of the separation that gave the stems
 * @param wanted the stem that the recipe names
 * @param stems what came out, as stored or as it will be
 */
export function findStem<Stem extends { readonly stem: string }>(
  type: number,
  wanted: string,
  stems: readonly Stem[],
): Stem | undefined {
  const exact = stems.find(({ stem }) => stem === wanted);
  if (exact !== undefined) return exact;
  const known = knownStems(findSeparationType(type) ?? { stems: {} });
  const aliases = known.find((one) => one.aliases.includes(wanted))?.aliases ?? [];
  return stems.find(({ stem }) => aliases.includes(stem));
}
