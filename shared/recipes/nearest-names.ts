import { characterChanges } from '../mvsep/catalogue/character-changes.ts';

/** The most names that are worth suggesting. */
const SUGGESTED = 3;

const DIGITS = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];

/**
 * Names that somebody may have meant by another one, the nearest first: the same but for case, dashes and figures
 * (`4stem`, `Four_Stem`), or a slip of the hand away. The shorter a name, the fewer slips: among short
 * names everything is near to everything.
 */
export function nearestNames(written: string, names: readonly string[]): string[] {
  const plainly = plain(written);
  return names
    .map((name) => ({ name, changes: characterChanges(plainly, plain(name), slips(plain(name))) }))
    .filter(({ changes }) => Number.isFinite(changes))
    .sort((left, right) => left.changes - right.changes)
    .slice(0, SUGGESTED)
    .map(({ name }) => name);
}

/** `Did you mean "vocals"? `, with a space at the end; nothing when no name is near. */
export function didYouMean(written: string, names: readonly string[]): string {
  const near = nearestNames(written, names).map((name) => JSON.stringify(name));
  return near.length === 0 ? '' : `Did you mean ${near.join(' or ')}? `;
}

function plain(name: string): string {
  return name
    .toLowerCase()
    .replace(/\d/g, (digit) => DIGITS[Number(digit)] ?? digit)
    .replace(/[^\p{L}\p{N}]+/gu, '');
}

function slips({ length }: string): number {
  if (length <= 3) return 0;
  return length <= 7 ? 1 : 2;
}
