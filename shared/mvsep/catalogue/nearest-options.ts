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
  return words.length > SLIPS ? changes(words, plain(key)) : Number.POSITIVE_INFINITY;
}

function plain(text: string): string {
  return text.trim().toLowerCase();
}

/** The number of characters to insert, delete or replace (Levenshtein), or more than `SLIPS`. */
function changes(from: string, to: string): number {
  if (Math.abs(from.length - to.length) > SLIPS) return Number.POSITIVE_INFINITY;
  let row = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let line = 1; line <= from.length; line++) {
    const next = [line];
    for (let column = 1; column <= to.length; column++) {
      const replaced = (row[column - 1] ?? 0) + (from[line - 1] === to[column - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
