import { monthOf } from '../../../shared/jobs/month-of.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** What changed within this may just be under way: events are delivered, functions repeated. */
const SETTLED_MS = 15 * MINUTE_MS;

/** Whether something has been as it is for long enough to be judged. */
export function hasSettled(changedAt: string | Date, now: Date): boolean {
  return now.getTime() - new Date(changedAt).getTime() >= SETTLED_MS;
}

/** The moment so many days ago, and the months (as `2026-11`) since then. */
export function lastDays(
  days: number,
  now: Date,
): { readonly since: Date; readonly months: readonly string[] } {
  const since = new Date(now.getTime() - days * DAY_MS);
  return { since, months: [...new Set([monthOf(since), monthOf(now)])] };
}
