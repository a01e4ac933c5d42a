import { JobEnded } from '../errors/job-ended.ts';
import type { Log } from '../logging/logger.ts';
import { beginSeparations } from './begin-separations.ts';
import { type CreditLimits, reserveCredits } from './budget.ts';
import type { JobId } from './job-id.ts';
import type { JobTable } from './job-table.ts';
import type { PipelineTable } from './pipeline-table.ts';

/** The most jobs that one run tries. */
const MAXIMUM_JOBS = 100;
/** A job over the ceiling of a job waits for a person, and is looked at this often, in hours. */
const OVER_JOB_PAUSE_HOURS = 24;

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
 * fit does not keep smaller ones waiting.
 *
 * @returns how many were begun
 */
export async function retryOverBudget(deps: RetryOverBudgetDeps): Promise<number> {
  let begun = 0;
  for (const { jobId } of await deps.jobs.due('budget', deps.now(), MAXIMUM_JOBS)) {
    if (deps.hasTime?.() === false) break;
    if (await retryJobOverBudget(deps, jobId)) begun += 1;
  }
  return begun;
}

async function retryJobOverBudget(deps: RetryOverBudgetDeps, jobId: JobId): Promise<boolean> {
  const { table, jobs, limits } = deps;
  const at = deps.now();
  const whole = await jobs.getWhole(jobId);
  if (whole.job.state !== 'over-budget') return false;
  // The quotes were written when the song was looked into; what is done or in the cache takes no part.
  const quotes = new Map(whole.steps.map(({ step, credits }) => [step, credits.quoted]));
  try {
    const outcome = await reserveCredits(table, whole, { quotes, limits, at });
    if (outcome === 'over-job') {
      const dueAt = new Date(at.getTime() + OVER_JOB_PAUSE_HOURS * 3_600_000).toISOString();
      await jobs.change(jobId, { at, set: { dueAt }, when: { state: ['over-budget'] } });
    }
    if (outcome !== 'reserved') return false;
  } catch (error) {
    if (error instanceof JobEnded) return false;
    throw error;
  }
  await beginSeparations(deps, await jobs.getWhole(jobId));
  deps.log.info('A job that waited for credits has begun', { jobId });
  return true;
}
