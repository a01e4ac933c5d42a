/**
 * The running median of a row of numbers inside a matrix: element i becomes the median of the elements
 * within `reach` steps of it. At both ends the window is cut off, not padded.
 *
 * @param stride distance in `source` and `target` between neighbours of the row: 1 for a row of the matrix,
 *   its width for a column.
 */
export function runningMedian(
  source: Float32Array,
  target: Float32Array,
  row: { readonly start: number; readonly stride: number; readonly length: number },
  reach: number,
): void {
  const { start, stride, length } = row;
  // The numbers of the window in ascending order; a few dozen at most, so moving them is cheap.
  const sorted = new Float32Array(2 * reach + 2);
  let count = 0;
  for (let index = 0; index < length + reach; index++) {
    if (index < length) count = insert(sorted, count, source[start + index * stride] ?? 0);
    const center = index - reach;
    if (center < 0) continue;
    if (center > reach) count = remove(sorted, count, source[start + (center - reach - 1) * stride] ?? 0);
    target[start + center * stride] = sorted[count >> 1] ?? 0;
  }
}

function insert(sorted: Float32Array, count: number, value: number): number {
  let index = count;
  while (index > 0 && (sorted[index - 1] ?? 0) > value) {
    sorted[index] = sorted[index - 1] ?? 0;
    index--;
  }
  sorted[index] = value;
  return count + 1;
}

function remove(sorted: Float32Array, count: number, value: number): number {
  let index = 0;
  while (index < count && sorted[index] !== value) index++;
  for (; index < count - 1; index++) sorted[index] = sorted[index + 1] ?? 0;
  return count - 1;
}
