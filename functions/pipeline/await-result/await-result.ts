import { JobEnded } from '../../../shared/errors/job-ended.ts';
import { type EndWaitDeps, endWait } from '../../../shared/jobs/end-wait.ts';
import type { Job } from '../../../shared/jobs/job.ts';
import type { JobId } from '../../../shared/jobs/job-id.ts';

/**
 * Registers the task token of a waiting execution, and ends the wait at once when the result came first. A
 * later token replaces an earlier one: a repeated task gets a new token, and the old one is dead. A step that
 * was slow to register must not replace the token of its own repetition, so the start of the step counts.
 *
 * @param startedAt when this run of the step began
 * @throws JobEnded, UnknownJob
 */
export async function awaitResult(
  deps: EndWaitDeps,
  jobId: JobId,
  taskToken: string,
  startedAt: Date,
): Promise<void> {
  const tokenAt = startedAt.toISOString();
  const job = await deps.jobs.change(jobId, {
    at: deps.now(),
    set: { taskToken, tokenAt },
    event: { what: 'waiting for the result' },
    when: { state: ['waiting', 'copying'], notAfter: { tokenAt } },
  });
  if (job === undefined) return refuse(deps, jobId);
  deps.log.info('The execution waits for the separation', {
    jobId,
    resultCameFirst: job.result !== undefined,
  });
  await endWaitNowOrLater(deps, job);
}

async function refuse(deps: EndWaitDeps, jobId: JobId): Promise<void> {
  const { state } = await deps.jobs.get(jobId);
  if (state !== 'waiting' && state !== 'copying') {
    throw new JobEnded(`The job is ${state} and does not wait for a separation any more.`);
  }
  deps.log.info('A repetition of this step has registered its token already', { jobId });
}

/** The poller ends a wait that could not be ended now, as long as it knows of the job. */
async function endWaitNowOrLater(deps: EndWaitDeps, job: Job): Promise<void> {
  try {
    await endWait(deps, job);
  } catch (error) {
    if (job.state !== 'waiting' || job.dueAt === undefined) throw error;
    const name = error instanceof Error ? error.name : 'unknown';
    deps.log.warn('The wait could not be ended now; the poller will', { jobId: job.jobId, error: name });
  }
}
