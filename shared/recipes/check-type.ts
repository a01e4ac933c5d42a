import { InvalidSeparation } from '../errors/invalid-separation.ts';
import type { Separation, SeparationOptions } from '../mvsep/catalogue/separation.ts';
import {
  findSeparationType,
  SEPARATION_TYPES,
  type SeparationType,
} from '../mvsep/catalogue/separation-type.ts';
import { validateSeparation } from '../mvsep/catalogue/validate-separation.ts';
import { type Checking, keyAt, note, type Place, shown, valueAt } from './check-shape.ts';
import { didYouMean } from './nearest-names.ts';

const OPTION_KEYS = ['add_opt1', 'add_opt2', 'add_opt3', 'add_opt4'] as const;

/** The format plays no part in what is checked here: its shape was checked already. */
const ANY_FORMAT = 1;

/** A type of the catalogue, and options that it takes. */
export interface CheckedType {
  readonly type: SeparationType;
  readonly options: SeparationOptions;
}

/**
 * Checks the type and the options of a separation against the catalogue. Each wrong option is a problem of its
 * own.
 *
 * @param place of the separation, which holds `type` and perhaps `options`
 * @param wanted the type by number or by short name
 * @returns the type, also where its options are wrong; undefined when there is no such type
 */
export function checkType(
  checking: Checking,
  place: Place,
  wanted: number | string,
): CheckedType | undefined {
  const typePlace = valueAt(place, 'type') ?? place;
  const options = readOptions(checking, place);
  const type = typeof wanted === 'number' ? findSeparationType(wanted) : typeBySlug(wanted);
  if (type === undefined && typeof wanted === 'string') {
    note(checking, typePlace, unknownSlug(wanted));
    return undefined;
  }
  // An alias by number brings options of its own, which only its number tells.
  const separationType = typeof wanted === 'number' ? wanted : (type?.id ?? -1);
  const checked = checkOptions(checking, place, { separationType, options, outputFormat: ANY_FORMAT });
  return type === undefined ? undefined : { type, options: checked?.options ?? {} };
}

function checkOptions(checking: Checking, place: Place, separation: Separation): Separation | undefined {
  const { options } = separation;
  for (;;) {
    try {
      return validateSeparation(separation);
    } catch (error) {
      if (!(error instanceof InvalidSeparation)) throw error;
      // The check stops at the first wrong option: without that one, it tells the next.
      const wrong = OPTION_KEYS.find((key) => key === /add_opt\d/.exec(error.message)?.[0]);
      const at = wrong === undefined || options[wrong] === undefined ? undefined : optionPlace(place, wrong);
      note(checking, at ?? valueAt(place, 'type') ?? place, error.message);
      if (wrong === undefined || at === undefined) return undefined;
      delete options[wrong];
    }
  }
}

function typeBySlug(slug: string): SeparationType | undefined {
  return SEPARATION_TYPES.find((type) => type.slug === slug);
}

function unknownSlug(wanted: string): string {
  if (/^\d+$/.test(wanted)) return `Write the number of a type without quotes: ${wanted}.`;
  const slugs = SEPARATION_TYPES.filter(({ active, input }) => active && input === 'one-file').map(
    ({ slug }) => slug,
  );
  return (
    `There is no separation type ${shown(wanted)}. ${didYouMean(beginningOf(wanted, slugs), slugs)}` +
    'Write the short name or the number of a type, for example "bs-roformer" or 40: docs/separation-types.md lists all. "best:vocals" takes what leads its leaderboard.'
  );
}

/** The short name with which another text begins: people write out what stands in brackets behind a name too. */
function beginningOf(wanted: string, slugs: readonly string[]): string {
  const begun = slugs.filter((slug) => wanted.toLowerCase().startsWith(`${slug}-`));
  return begun.sort((left, right) => right.length - left.length)[0] ?? wanted;
}

/** The options that are written as they should be; others become problems. */
function readOptions(checking: Checking, place: Place): SeparationOptions {
  const list = valueAt(place, 'options');
  const options: SeparationOptions = {};
  for (const { children: [key] = [] } of list?.node.children ?? []) {
    if (list === undefined || typeof key?.value !== 'string') continue;
    const known = OPTION_KEYS.find((option) => option === key.value);
    const value = valueAt(list, key.value)?.node;
    if (known === undefined) {
      const message = `${shown(key.value)} is no option. Allowed: ${OPTION_KEYS.join(', ')}.`;
      note(checking, keyAt(list, key.value), message);
    } else if (value?.type === 'string' && typeof value.value === 'string') {
      options[known] = value.value;
    } else if (value !== undefined) {
      const written = value.type === 'number' ? `"${value.value}"` : 'a text, for example "0"';
      note(checking, valueAt(list, known) ?? list, `Options are texts in double quotes: write ${written}.`);
    }
  }
  return options;
}

function optionPlace(place: Place, key: string): Place | undefined {
  const list = valueAt(place, 'options');
  return list === undefined ? undefined : valueAt(list, key);
}
