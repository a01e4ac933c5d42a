const LOWEST_RATE = 4_000;
const HIGHEST_RATE = 192_000;

/** Whether sound comes in this many samples a second; anything outside is a broken header. */
export function isSampleRate(samplesPerSecond: number): boolean {
  return (
    Number.isInteger(samplesPerSecond) && samplesPerSecond >= LOWEST_RATE && samplesPerSecond <= HIGHEST_RATE
  );
}
