import { BEST_STEMS, type BestStem, findBestStem } from '../leaderboards/best-stems.ts';
import { bestStepName } from '../leaderboards/best-step-name.ts';
import { type Checking, note, type Place, shown, valueAt } from './check-shape.ts';
import type { KnownStem } from './known-stems.ts';
import { didYouMean } from './nearest-names.ts';
import type { BestWish } from './recipe.ts';

/** With which `type` a separation asks for the best one: `best:vocals`. */
const BEST = 'best:';

/** Whether a text asks for the best separation of a stem, rightly or wrongly. */
export function asksForBest(wanted: unknown): wanted is string {
  return typeof wanted === 'string' && /^\s*best\s*:/i.test(wanted);
}

/** The stem in a text that asks for the best separation; what is wrong with it otherwise. */
export function readBest(wanted: string): { readonly stem: BestStem } | { readonly problem: string } {
  const stem = wanted.startsWith(BEST) ? findBestStem(wanted.slice(BEST.length)) : undefined;
  if (stem !== undefined) return { stem };
  const names = BEST_STEMS.map(({ name }) => `${BEST}${name}`);
  return {
    problem: `No leaderboard tells ${shown(wanted)}. ${didYouMean(wanted, names)}There are: ${names.join(', ')}.`,
  };
}

/** A wish for the best separation, as far as it can be told before one is chosen. */
interface CheckedBest {
  readonly wish: BestWish;
  /** The name of its step, unless it has one of its own. */
  readonly slug: string;
  /** What later separations may take of it. */
  readonly stems: readonly KnownStem[];
}

/**
 * Checks a separation that asks for the best one.
 *
 * @param place of the separation, which holds `type` and perhaps `maxCreditsPerMinute`, whose shape is checked elsewhere
 */
export function checkBest(checking: Checking, place: Place, wanted: string): CheckedBest | undefined {
  const read = readBest(wanted);
  if ('problem' in read) {
    note(checking, valueAt(place, 'type') ?? place, read.problem);
    return undefined;
  }
  const options = valueAt(place, 'options');
  if (options !== undefined) {
    note(checking, options, `${shown(wanted)} chooses the options too. Leave "options" out, or name a type.`);
  }
  const { stem } = read;
  const ceiling: unknown = valueAt(place, 'maxCreditsPerMinute')?.node.value;
  return {
    wish: { stem: stem.name, ...(typeof ceiling === 'number' ? { maxCreditsPerMinute: ceiling } : {}) },
    slug: bestStepName(stem.name),
    stems: [stem.name, ...(stem.beside === undefined ? [] : [stem.beside])].map((name) => ({
      name,
      aliases: [name, ...(findBestStem(name)?.aliases ?? [])],
    })),
  };
}

/** Whoever names a type knows its price: a ceiling beside it would silently do nothing. */
export function checkNoCeiling(checking: Checking, place: Place): void {
  const ceiling = valueAt(place, 'maxCreditsPerMinute');
  if (ceiling === undefined) return;
  const message =
    'A ceiling goes with the best of several types: write "type": "best:vocals", or leave it out.';
  note(checking, ceiling, message);
}
