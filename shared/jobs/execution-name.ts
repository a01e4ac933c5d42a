import type { Job } from './job.ts';

/**
 * Names the execution of one attempt of a job: the job id, and for retries the number of the attempt. A name is used
 * once, so that starting it again starts nothing.
 *
 * @example executionName({ jobId: '0f…', attempt: 2 }); // '0f…-2'
 */
export function executionName({ jobId, attempt }: Pick<Job, 'jobId' | 'attempt'>): string {
  return attempt === 1 ? jobId : `${jobId}-${attempt}`;
}
