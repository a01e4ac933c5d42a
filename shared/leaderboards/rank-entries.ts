import type { BoardEntry } from './board-entry.ts';

/** Stems that entries of a board have values of, the most frequent first. */
export function stemsOf(board: readonly BoardEntry[]): string[] {
  const counts = new Map<string, number>();
  for (const { sdr } of board) {
    for (const stem of Object.keys(sdr)) counts.set(stem, (counts.get(stem) ?? 0) + 1);
  }
  return [...counts]
    .sort(([one, count], [other, otherCount]) => otherCount - count || one.localeCompare(other))
    .map(([stem]) => stem);
}

/** Entries that have a value of a stem, the best first; of equal ones the earlier. */
export function rankEntries(board: readonly BoardEntry[], stem: string): BoardEntry[] {
  const value = ({ sdr }: BoardEntry): number => sdr[stem] ?? Number.NEGATIVE_INFINITY;
  return board
    .filter(({ sdr }) => sdr[stem] !== undefined)
    .sort((one, other) => value(other) - value(one) || one.id - other.id);
}

/** The best entry of a board by a stem; undefined when none has a value of it. */
export function leaderOf(board: readonly BoardEntry[], stem: string): BoardEntry | undefined {
  return rankEntries(board, stem)[0];
}
