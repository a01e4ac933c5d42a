import { creditsPerMinute } from '../mvsep/catalogue/credits-per-minute.ts';
import type { SeparationOptions } from '../mvsep/catalogue/separation.ts';
import {
  type Catalogue,
  findSeparationType,
  type SeparationType,
} from '../mvsep/catalogue/separation-type.ts';
import type { BestWish } from '../recipes/recipe.ts';
import { type BestStem, findBestStem } from './best-stems.ts';
import type { CallableAlgorithm } from './callable-algorithm.ts';
import { givenStem } from './given-stem.ts';
import { shownPrice } from './shown-price.ts';

/** Under which circumstances the best is chosen. */
export interface Circumstances {
  /** As the service has it now, as far as is known. */
  readonly catalogue: Catalogue;
  /** Whether the account is known to be premium. */
  readonly premium: boolean;
}

/** What can be called, and what it gives and costs. */
export interface Candidate {
  readonly type: SeparationType;
  readonly options: SeparationOptions;
  readonly creditsPerMinute: number;
  /** The stems that were asked for, by their names on boards. */
  readonly stems: ReadonlyMap<string, string>;
}

/** Why a type and its options cannot be called for a wish, in a few words for a bracket. */
interface Obstacle {
  readonly why: string;
}

/**
 * Whether a type and its options can be called for a wish: it runs, the account may use it, it gives every stem
 * that is asked for, and it costs no more than is allowed.
 *
 * @param taken the stems that later separations take of it
 */
export function judgeCallable(
  { type: known, options }: CallableAlgorithm,
  { stem, maxCreditsPerMinute: ceiling = Number.POSITIVE_INFINITY }: BestWish,
  taken: readonly string[],
  { catalogue, premium }: Circumstances,
): Candidate | Obstacle {
  const type = catalogue.types.find(({ id }) => id === known.id);
  if (type === undefined) return { why: 'the service has it no more' };
  if (!type.active) return { why: 'the service does not run it' };
  if (!takes(type, options)) return { why: 'the service has its model no more' };
  if (type.access === 'premium' && !premium) return { why: 'premium only' };
  const stems = new Map<string, string>();
  for (const name of new Set([stem, ...taken])) {
    const given = storedStem(type, findBestStem(name));
    if (given === undefined) return { why: `it gives no ${name}` };
    stems.set(name, given);
  }
  const price = creditsPerMinute(type, options);
  if (price === undefined) return { why: 'its price is not known' };
  if (price > ceiling) return { why: shownPrice(price) };
  return { type, options, creditsPerMinute: price, stems };
}

/** Options come and go at the service. */
function takes(type: SeparationType, options: SeparationOptions): boolean {
  return Object.entries(options).every(([key, value]) => {
    const field = type.fields.find((one) => one.key === key);
    return field !== undefined && (field.options === undefined || Object.hasOwn(field.options, value));
  });
}

/** Stems are found by the names that the catalogue of the code has for them: see `find-stem.ts`. */
function storedStem({ id }: SeparationType, stem: BestStem | undefined): string | undefined {
  const type = findSeparationType(id);
  return type === undefined || stem === undefined ? undefined : givenStem(type, stem);
}
