import { WrongJobState } from '../errors/wrong-job-state.ts';
import type { Job } from './job.ts';
import type { JobId } from './job-id.ts';
import type { JobTable } from './job-table.ts';

/** Credits that change while they are approved are read again this often. */
const ATTEMPTS = 5;
/** Earlier than any job that waits for credits is due. */
const FIRST = new Date(0).toISOString();

export interface ApproveJobDeps {
  readonly jobs: JobTable;
  readonly now: () => Date;
}

/**
 * Lets one job run whatever the budget of the month and the ceiling of a job say; one that waits for credits begins
 * within a minute. Doing it again changes nothing.
 *
 * @throws WrongJobState it does not wait for credits any more
 */
export async function approveJob({ jobs, now }: ApproveJobDeps, jobId: JobId): Promise<Job> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const job = await jobs.get(jobId);
    const { credits, state } = job;
    if (state !== 'submitted' && state !== 'over-budget') {
      throw new WrongJobState(`The job ${jobId} is ${state}: it does not wait for credits.`);
    }
    if (credits?.approved === true) return job;
    const at = now();
    const approved = await jobs.change(jobId, {
      at,
      set: {
        credits: { reserved: 0, ...credits, approved: true },
        // Before all others that wait: a run of the clock looks at so many of them.
        ...(job.work === 'budget' ? { dueAt: FIRST } : {}),
      },
      event: { what: 'approved' },
      when: {
        state: [state],
        ...(credits === undefined ? { absent: ['credits'] } : { equals: { credits } }),
      },
    });
    if (approved !== undefined) return approved;
  }
  throw new Error(`The job ${jobId} changes all the time; approve it again.`);
}
