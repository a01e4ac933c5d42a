import type { ReportedError } from '../../../shared/aws/failed-execution.ts';
import type { Job } from '../../../shared/jobs/job.ts';
import type { JobId } from '../../../shared/jobs/job-id.ts';
import type { JobTable } from '../../../shared/jobs/job-table.ts';
import type { Log } from '../../../shared/logging/logger.ts';
import { chargedAfter } from './charged-after.ts';
import { failureReason } from './failure-reason.ts';

export interface FailJobDeps {
  readonly jobs: JobTable;
  readonly now: () => Date;
  readonly log: Log;
}

/**
 * Writes onto the record why a job failed, and whether it may have cost credits. A job that has ended keeps
 * its end: the first reason is the real one.
 */
export async function failJob(deps: FailJobDeps, jobId: JobId, error: ReportedError): Promise<void> {
  const job = await deps.jobs.find(jobId);
  if (job === undefined) {
    // An execution started by hand, under a name that is no job of ours.
    deps.log.warn('An execution ended that belongs to no job', { jobId, error: error.name });
    return;
  }
  if (job.state === 'done' || job.state === 'failed') return;
  const failed = await writeFailure(deps, job, error);
  deps.log.error('The job failed', { jobId, error: error.name, reason: failed });
}

async function writeFailure(deps: FailJobDeps, job: Job, error: ReportedError): Promise<string> {
  const at = deps.now();
  const reason = failureReason(error, job.state);
  await deps.jobs.change(job.jobId, {
    at,
    set: {
      state: 'failed',
      endedAt: at.toISOString(),
      failure: {
        error: error.name,
        reason,
        charged: chargedAfter(error.name, job),
        at: at.toISOString(),
        phase: job.state,
      },
    },
    remove: ['dueAt', 'taskToken'],
    event: { what: 'failed', detail: reason },
    when: { state: ['submitted', 'inspected', 'creating', 'waiting', 'copying'] },
  });
  return reason;
}
