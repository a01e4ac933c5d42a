/** Tells of every offset in a text on which line and column it lies, both from 1. Lines end as editors let them. */
export function placesIn(
  text: string,
): (offset: number) => { readonly line: number; readonly column: number } {
  const starts = [0];
  for (const { index, 0: end } of text.matchAll(/\r\n|\n|\r/g)) starts.push(index + end.length);
  return (offset) => {
    const found = starts.findLastIndex((start) => start <= offset);
    const line = Math.max(found, 0);
    return { line: line + 1, column: offset - (starts[line] ?? 0) + 1 };
  };
}
