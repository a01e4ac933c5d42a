/** How long after its creation a job is first looked at, in seconds. Until then a webhook usually came. */
export const FIRST_POLL_SECONDS = 20;

/** Seconds between two looks at a job, by the age of its separation: the longer it takes, the less it is asked. */
const INTERVALS = [
  { youngerThanSeconds: 120, everySeconds: 20 },
  { youngerThanSeconds: 10 * 60, everySeconds: 30 },
  { youngerThanSeconds: 60 * 60, everySeconds: 120 },
  { youngerThanSeconds: Number.POSITIVE_INFINITY, everySeconds: 300 },
];

/** When a waiting job should be looked at again. */
export function nextPoll(waitingSince: Date, now: Date): Date {
  const ageSeconds = (now.getTime() - waitingSince.getTime()) / 1000;
  const interval = INTERVALS.find(({ youngerThanSeconds }) => ageSeconds < youngerThanSeconds);
  return new Date(now.getTime() + (interval?.everySeconds ?? FIRST_POLL_SECONDS) * 1000);
}
