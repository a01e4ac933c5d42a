/**
 * The running minimum of a row of numbers inside a matrix: element i becomes the smallest of the elements within
 * `reach` steps of it. At both ends the window is cut off. See `runningMedian` for the row.
 */
export function runningMinimum(
  source: Float32Array,
  target: Float32Array,
  row: { readonly start: number; readonly stride: number; readonly length: number },
  reach: number,
): void {
  const { start, stride, length } = row;
  // Positions of what may still become the smallest, in rising order of both position and value.
  const candidates = new Int32Array(length);
  let [head, tail] = [0, 0];
  for (let index = 0; index < length + reach; index++) {
    if (index < length) {
      const value = source[start + index * stride] ?? 0;
      while (tail > head && (source[start + (candidates[tail - 1] ?? 0) * stride] ?? 0) >= value) tail--;
      candidates[tail++] = index;
    }
    const middle = index - reach;
    if (middle < 0) continue;
    while ((candidates[head] ?? 0) < middle - reach) head++;
    target[start + middle * stride] = source[start + (candidates[head] ?? 0) * stride] ?? 0;
  }
}
