/** The shortest evaluations take some seconds, the longest queues days. */
const SHORTEST_SECONDS = 10;
const PART_OF_AGE = 0.25;
const LONGEST_SECONDS = 3600;

/** How many seconds to wait until an entry is asked about again: the longer it takes, the longer. */
export function pollPause(since: Date, now: Date): number {
  const ageSeconds = (now.getTime() - since.getTime()) / 1000;
  return Math.min(LONGEST_SECONDS, Math.max(SHORTEST_SECONDS, ageSeconds * PART_OF_AGE));
}
