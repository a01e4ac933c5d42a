import { WrongJobState } from '../errors/wrong-job-state.ts';
import { type CancelStepDeps, cancelStep } from './cancel-step.ts';
import { type FailJobDeps, failJob } from './fail-job.ts';
import { type ExecutionDeps, isExecuting } from './is-executing.ts';
import { ENDED_STATES, type Job } from './job.ts';
import type { JobId } from './job-id.ts';
import type { WholeJob } from './job-table.ts';

export interface CancelJobDeps extends Omit<CancelStepDeps, 'bucket'>, FailJobDeps, ExecutionDeps {}

/**
 * Cancels a job wherever it is. What has not begun never begins, the service is told of what it has, and the job
 * ends as soon as its execution has seen all its steps end; without a live execution it ends at once. Doing it again
 * completes what was cut off.
 *
 * @returns the job and its steps as they are now
 * @throws WrongJobState it has ended already
 */
export async function cancelJob(deps: CancelJobDeps, jobId: JobId): Promise<WholeJob> {
  const { job, steps } = await deps.jobs.getWhole(jobId);
  const marked = await mark(deps, job);
  if (marked === undefined) {
    const { state } = await deps.jobs.get(jobId);
    throw new WrongJobState(`The job ${jobId} is ${state} already: there is nothing to cancel.`);
  }
  // Steps that begin nothing on their own first: a stem that becomes ready must find nobody to take it.
  for (const step of [...steps].reverse()) {
    await cancelStep({ ...deps, bucket: job.source.bucket }, step);
  }
  if (!(await isExecuting(deps, marked))) {
    await failJob(deps, jobId, { name: 'JobCancelled', cause: 'The job was cancelled.' });
  }
  return deps.jobs.getWhole(jobId);
}

/** From here on nothing of the job begins any more, and its end is called cancelled. */
async function mark({ jobs, now }: CancelJobDeps, job: Job): Promise<Job | undefined> {
  if (ENDED_STATES.includes(job.state)) return undefined;
  if (job.cancelledAt !== undefined) return job;
  const at = now();
  return jobs.change(job.jobId, {
    at,
    set: { cancelledAt: at.toISOString() },
    // A job that waits for credits waits no longer.
    remove: ['work', 'dueAt'],
    event: { what: 'cancellation asked for' },
    when: { state: ['submitted', 'over-budget', 'running'] },
  });
}
