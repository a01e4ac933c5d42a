import { UnknownJob } from '../../../shared/errors/unknown-job.ts';
import { type EndWaitDeps, endWait } from '../../../shared/jobs/end-wait.ts';
import type { JobId } from '../../../shared/jobs/job-id.ts';

/**
 * Registers the task token of a waiting execution, and ends the wait at once when the result came first. A
 * later token replaces an earlier one: a repeated task gets a new token, and the old one is dead.
 *
 * @throws UnknownJob
 */
export async function awaitResult(deps: EndWaitDeps, jobId: JobId, taskToken: string): Promise<void> {
  const job = await deps.jobs.change(jobId, {
    at: deps.now(),
    set: { taskToken },
    event: { what: 'waiting for the result' },
  });
  if (job === undefined) throw new UnknownJob(`There is no job ${jobId}. Upload the song again.`);
  deps.log.info('The execution waits for the separation', {
    jobId,
    resultCameFirst: job.result !== undefined,
  });
  await endWait(deps, job);
}
