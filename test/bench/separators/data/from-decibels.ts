/** By how much so many decibels multiply a sound. */
export function fromDecibels(decibels: number): number {
  return 10 ** (decibels / 20);
}
