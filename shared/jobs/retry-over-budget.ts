import { JobEnded } from '../errors/job-ended.ts';
import type { Log } from '../logging/logger.ts';
import { beginSeparations } from './begin-separations.ts';
import { type CreditLimits, reserveCredits } from './budget.ts';
import type { JobId } from './job-id.ts';
import type { DueRecord, JobTable } from './job-table.ts';
import type { PipelineTable } from './pipeline-table.ts';
import { unlessUnreadable } from './unless-unreadable.ts';

/** The most jobs that one run tries. */
const MAXIMUM_JOBS = 100;
/** A job over the ceiling of a job waits for a person, and is looked at this often, in hours. */
const OVER_JOB_PAUSE_HOURS = 24;
/** A job whose records cannot be read must not keep the others waiting, and is tried again this often, in hours. */
const UNREADABLE_PAUSE_HOURS = 1;

export interface RetryOverBudgetDeps {
  readonly table: PipelineTable;
  readonly jobs: JobTable;
  readonly limits: CreditLimits;
  readonly now: () => Date;
  readonly log: Log;
  /** Whether there is time for one more job; by default there is. */
  readonly hasTime?: () => boolean;
}

/**
 * Tries again to set credits aside for the jobs that wait for them, oldest first, and begins those that fit now:
 * there may be a new month, a raised limit, credits that were given back, or an approval. A job that still does not
 * fit does not keep smaller ones waiting: where more wait than one run tries, it goes to the end of their line.
 *
 * @returns how many were begun
 */
export async function retryOverBudget(deps: RetryOverBudgetDeps): Promise<number> {
  let begun = 0;
  const due = await deps.jobs.due('budget', deps.now(), MAXIMUM_JOBS);
  for (const record of due) {
    const { jobId } = record;
    if (deps.hasTime?.() === false) break;
    const outcome = await unlessUnreadable(retryJobOverBudget(deps, jobId));
    if (outcome === 'begun') begun += 1;
    else if (outcome === 'unreadable') {
      deps.log.error('The records of a job that waits for credits cannot be read', { jobId });
      await unlessUnreadable(putOff(deps, record, UNREADABLE_PAUSE_HOURS));
    } else if (outcome === 'over-job') await putOff(deps, record, OVER_JOB_PAUSE_HOURS);
    else if (outcome === 'over-month' && due.length === MAXIMUM_JOBS) await putOff(deps, record, 0);
  }
  return begun;
}

/** Puts a job off that stands where it was found: one that was approved meanwhile keeps the place that it got. */
async function putOff(
  { jobs, now }: RetryOverBudgetDeps,
  { jobId, dueAt: before }: DueRecord,
  hours: number,
): Promise<void> {
  const at = now();
  const dueAt = new Date(at.getTime() + hours * 3_600_000).toISOString();
  await jobs.change(jobId, {
    at,
    set: { dueAt },
    when: { state: ['over-budget'], equals: { dueAt: before } },
  });
}

async function retryJobOverBudget(
  deps: RetryOverBudgetDeps,
  jobId: JobId,
): Promise<'begun' | 'gone' | 'over-month' | 'over-job'> {
  const { table, jobs, limits } = deps;
  const at = deps.now();
  const whole = await jobs.getWhole(jobId);
  if (whole.job.state !== 'over-budget') return 'gone';
  // The quotes were written when the song was looked into; what is done or in the cache takes no part.
  const quotes = new Map(whole.steps.map(({ step, credits }) => [step, credits.quoted]));
  try {
    const outcome = await reserveCredits(table, whole, { quotes, limits, at });
    if (outcome !== 'reserved') return outcome;
  } catch (error) {
    if (error instanceof JobEnded) return 'gone';
    throw error;
  }
  await beginSeparations(deps, await jobs.getWhole(jobId));
  deps.log.info('A job that waited for credits has begun', { jobId });
  return 'begun';
}
