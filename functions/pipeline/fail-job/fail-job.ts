import type { ReportedError } from '../../../shared/aws/failed-execution.ts';
import type { Job } from '../../../shared/jobs/job.ts';
import type { JobId } from '../../../shared/jobs/job-id.ts';
import type { JobTable } from '../../../shared/jobs/job-table.ts';
import type { Log } from '../../../shared/logging/logger.ts';
import { adviceAfter } from '../fail-step/advice-after.ts';
import { chargedAfter } from '../fail-step/charged-after.ts';
import { failureReason } from '../fail-step/failure-reason.ts';

type Failure = NonNullable<Job['failure']>;

/** A job that moves on while its failure is written is looked at again this often. */
const ATTEMPTS = 5;

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
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const job = await deps.jobs.find(jobId);
    if (job === undefined) {
      // An execution started by hand, under a name that is no job of ours.
      deps.log.warn('An execution ended that belongs to no job', { jobId, error: error.name });
      return;
    }
    if (job.state === 'done' || job.state === 'failed') return;
    const failure = failureOf(job, error, deps.now());
    if (await writeFailure(deps, job, failure)) {
      deps.log.error('The job failed', { jobId, error: error.name, reason: failure.reason });
      return;
    }
  }
  throw new Error(`The job ${jobId} changes all the time; its failure could not be written.`);
}

function failureOf(job: Job, error: ReportedError, at: Date): Failure {
  const charged = chargedAfter(error.name, job);
  const reason = `${failureReason(error, job.state)} ${adviceAfter(error.name, charged, job)}`;
  return { error: error.name, reason, charged, at: at.toISOString(), phase: job.state };
}

/**
 * Writes the failure if the job still stands where it was judged. It may just be leaving for the service: "not
 * charged" must then not be the last word.
 */
async function writeFailure({ jobs }: FailJobDeps, job: Job, failure: Failure): Promise<boolean> {
  const written = await jobs.change(job.jobId, {
    at: new Date(failure.at),
    set: { state: 'failed', endedAt: failure.at, failure },
    remove: ['dueAt', 'taskToken'],
    event: { what: 'failed', detail: failure.reason },
    when: {
      state: [job.state],
      ...(job.separationHash === undefined ? { absent: ['separationHash'] } : {}),
    },
  });
  return written !== undefined;
}
