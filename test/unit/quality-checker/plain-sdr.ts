/** The published formula, written down as plainly as it is printed, over whole signals. */
export function plainSdr(truth: readonly Float32Array[], estimate: readonly Float32Array[]): number {
  const all = (channels: readonly Float32Array[]) => channels.flatMap((channel) => Array.from(channel));
  const [s, guess] = [all(truth), all(estimate)];
  const power = (values: readonly number[]) => values.reduce((sum, value) => sum + value ** 2, 0);
  const error = s.map((value, index) => value - (guess[index] ?? Number.NaN));
  return 10 * Math.log10((power(s) + 1e-7) / (power(error) + 1e-7));
}
