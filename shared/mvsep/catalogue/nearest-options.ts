import { characterChanges } from './character-changes.ts';

/** How many changed characters still count as a slip of the hand. */
const SLIPS = 2;

/** The most options that are worth suggesting. */
const SUGGESTED = 3;

/**
 * Options that somebody may have meant by a value that is none: those whose label says it, as people send
 * labels for keys, and those whose key is a slip away.
 */
export function nearestOptions(value: string, options: Readonly<Record<string, string>>): string[] {
  const words = plain(value);
  const scored = Object.entries(options).map(([key, label]) => ({
    key,
    distance: distance(words, key, label),
  }));
  return scored
    .filter((option) => option.distance <= SLIPS)
    .sort((a, b) => a.distance - b.distance)
    .slice(0, SUGGESTED)
    .map(({ key }) => key);
}

function distance(words: string, key: string, label: string): number {
  if (words === plain(label)) return 0;
  if (words.length > SLIPS && plain(label).includes(words)) return 1;
  // Short keys are a slip away from every other one: that says nothing.
  return words.length > SLIPS ? characterChanges(words, plain(key), SLIPS) : Number.POSITIVE_INFINITY;
}

function plain(text: string): string {
  return text.trim().toLowerCase();
}
