import { JobCancelled } from '../errors/job-cancelled.ts';
import { JobEnded } from '../errors/job-ended.ts';
import { ENDED_STATES, type Job } from './job.ts';

/**
 * Makes sure that a job still wants to begin.
 *
 * @throws JobCancelled, JobEnded
 */
export function refuseEnded({ state, cancelledAt }: Pick<Job, 'state' | 'cancelledAt'>): void {
  if (cancelledAt !== undefined || state === 'cancelled') {
    throw new JobCancelled('The job was cancelled before its separations began.');
  }
  if (ENDED_STATES.includes(state)) throw new JobEnded(`The job has ended already: it is ${state}.`);
}
