import { WrongJobState } from '../errors/wrong-job-state.ts';
import { type AnnounceDeps, announceJob } from './announce-job.ts';
import { asQuoted } from './as-quoted.ts';
import { settleCredits } from './budget.ts';
import { checkRetryable, isCutOffRetry } from './check-retryable.ts';
import type { Job } from './job.ts';
import type { JobId } from './job-id.ts';
import type { WholeJob } from './job-table.ts';
import { type RetryWish, resumptionOf } from './plan-retry.ts';
import { resumeStep } from './resume-step.ts';
import { type SettleChargesDeps, settleCharges } from './settle-charges.ts';
import { type StartExecutionDeps, startExecution } from './start-execution.ts';
import type { Step } from './step.ts';

export interface RetryJobDeps extends AnnounceDeps, StartExecutionDeps, SettleChargesDeps {}

/**
 * Takes a job that failed, failed in part or was cancelled up again, each step from where it stopped: stems that are
 * there are copied, a separation that is paid for is waited for, a request without an answer is looked up. Only what
 * came to nothing begins anew and is paid: see `planRetry`. Credits are set aside for it first, so that a retry may
 * wait for the budget like a new job.
 *
 * Doing it again starts nothing twice.
 *
 * @returns the job and its steps as they are now
 * @throws WrongJobState there is nothing to retry
 */
export async function retryJob(deps: RetryJobDeps, jobId: JobId, wish: RetryWish = {}): Promise<WholeJob> {
  const whole = await deps.jobs.getWhole(jobId);
  const { job, steps } = whole;
  checkRetryable(whole);
  if (!isCutOffRetry(job)) {
    for (const step of steps) await resume(deps, step, wish);
    await beginAttempt(deps, job);
  }
  const current = await deps.jobs.get(jobId);
  if (current.executionArn === undefined) await startExecution(deps, current);
  await announceJob(deps, jobId);
  return deps.jobs.getWhole(jobId);
}

async function resume(deps: RetryJobDeps, step: Step, { payAgain = false }: RetryWish): Promise<void> {
  const settled = resumptionOf(step, payAgain) === 'again' ? await settleFirst(deps, step) : step;
  // What the history told may have changed it.
  const resumption = resumptionOf(settled, payAgain);
  if (resumption !== 'keep') await resumeStep(deps.jobs, settled, resumption, deps.now());
}

/** The charge of an attempt is booked before the next one begins. */
async function settleFirst(deps: RetryJobDeps, step: Step): Promise<Step> {
  if (!holdsCredits(step)) return step;
  await settleCharges(deps, [step]);
  const settled = await deps.jobs.getStep(step);
  if (!holdsCredits(settled)) return settled;
  const note = 'as quoted: retried before the history of the account told';
  await settleCredits(deps.table, settled, asQuoted(settled), deps.now(), note);
  return deps.jobs.getStep(step);
}

function holdsCredits({ credits }: Step): boolean {
  return credits.month !== undefined && credits.settledAt === undefined;
}

/** From here on the job is under way again; of several retries at once only one gets here. */
async function beginAttempt({ jobs, now }: RetryJobDeps, job: Job): Promise<void> {
  const at = now();
  const attempt = job.attempt + 1;
  const begun = await jobs.change(job.jobId, {
    at,
    set: { state: 'submitted', attempt },
    remove: ['failure', 'endedAt', 'cancelledAt', 'executionArn', 'work', 'dueAt'],
    event: { what: 'retried', detail: `attempt ${attempt}` },
    when: { state: [job.state], equals: { attempt: job.attempt } },
  });
  if (begun !== undefined) return;
  const { state, attempt: latest } = await jobs.get(job.jobId);
  if (latest === job.attempt)
    throw new WrongJobState(`The job ${job.jobId} is ${state} now: nothing was retried.`);
}
