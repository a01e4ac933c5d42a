/**
 * How many characters must be inserted, deleted or replaced to make one text of another (Levenshtein).
 *
 * @param most more than this are not counted: infinity then
 */
export function characterChanges(from: string, to: string, most: number): number {
  if (Math.abs(from.length - to.length) > most) return Number.POSITIVE_INFINITY;
  let row = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let line = 1; line <= from.length; line++) {
    const next = [line];
    for (let column = 1; column <= to.length; column++) {
      const replaced = (row[column - 1] ?? 0) + (from[line - 1] === to[column - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1));
    }
    row = next;
  }
  const changes = row[to.length] ?? 0;
  return changes <= most ? changes : Number.POSITIVE_INFINITY;
}
