import { groupIdOf, SEPARATION_TYPES, type SeparationType } from './separation-type.ts';

/** What to look for; both together when both are given. */
export interface SeparationTypeQuery {
  /** Words of the name, the group or the stems, or the beginnings of words. */
  readonly text?: string;
  /** A stem that must come out: `drums`, `back vocals`. */
  readonly stem?: string;
}

/** How well a word fits, best first: in the name, in a stem's label, in the group. */
const WEIGHTS = { name: 4, stem: 2, group: 1 } as const;

/** A word that stands there as a whole counts more than one that only begins so. */
const WHOLE_WORD = 2;

/** A name that says just what was asked for comes first, with or without what it adds in brackets. */
const SAME_NAME = 1_000;

/**
 * Separation types by words and by stem, best first, equals as the service orders them; types that no longer run come
 * last. Case, accents and punctuation do not matter.
 *
 * @example searchSeparationTypes({ text: 'roformer', stem: 'Vocals' }); // BS Roformer, MelBand Roformer …
 */
export function searchSeparationTypes(
  { text = '', stem = '' }: SeparationTypeQuery,
  types: readonly SeparationType[] = SEPARATION_TYPES,
): SeparationType[] {
  const found = types.flatMap((type) => {
    const byText = text === '' ? 1 : scoreOfText(type, words(text));
    const byStem = stem === '' ? 1 : scoreOfStem(type, words(stem));
    return byText > 0 && byStem > 0 ? [{ type, score: byText + byStem }] : [];
  });
  return found
    .sort(
      (a, b) =>
        Number(b.type.active) - Number(a.type.active) ||
        b.score - a.score ||
        groupIdOf(b.type) - groupIdOf(a.type) ||
        a.type.order - b.type.order ||
        a.type.id - b.type.id,
    )
    .map(({ type }) => type);
}

/** Every word must be found somewhere; 0 otherwise. */
function scoreOfText(type: SeparationType, wanted: readonly string[]): number {
  const places = [
    { found: words(type.name), weight: WEIGHTS.name },
    { found: stemWords(type).flat(), weight: WEIGHTS.stem },
    { found: words(type.group), weight: WEIGHTS.group },
  ];
  const scores = wanted.map((word) =>
    Math.max(...places.map(({ found, weight }) => weight * matches(found, word))),
  );
  if (wanted.length === 0 || scores.includes(0)) return 0;
  const names = [type.name, type.name.replace(/\(.*/, '')].map((name) => words(name).join(' '));
  const sameName = names.includes(wanted.join(' ')) ? SAME_NAME : 0;
  return sameName + scores.reduce((sum, score) => sum + score, 0);
}

/** One stem must hold every word; a stem that says nothing else fits best. */
function scoreOfStem(type: SeparationType, wanted: readonly string[]): number {
  if (wanted.length === 0) return 0;
  const scores = stemWords(type).map((stem) =>
    wanted.every((word) => matches(stem, word) > 0) ? (stem.length === wanted.length ? 2 : 1) : 0,
  );
  return Math.max(0, ...scores);
}

/**
 * The words of each stem: its label and its key. A type whose stems nobody recorded is known by its name, which
 * mostly says them.
 */
function stemWords(type: SeparationType): string[][] {
  if (Object.keys(type.stems).length === 0) return [words(type.name)];
  return Object.entries(type.stems).flatMap(([key, label]) => [words(label), words(key)]);
}

function matches(found: readonly string[], word: string): number {
  if (found.includes(word)) return WHOLE_WORD;
  return found.some((candidate) => candidate.startsWith(word)) ? 1 : 0;
}

/** Lower case, without accents and punctuation. */
function words(text: string): string[] {
  const plain = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return plain.match(/[\p{L}\p{N}]+/gu) ?? [];
}
