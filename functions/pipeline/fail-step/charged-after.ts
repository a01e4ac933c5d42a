import type { Charged } from '../../../shared/errors/service-error.ts';
import type { Job } from '../../../shared/jobs/job.ts';

/**
 * Whether credits were spent on a job that failed with this error.
 *
 * The record is the better witness: a separation that exists was charged, whatever failed afterwards, and one
 * that was never requested was not. Only in between does it depend on the error.
 */
export function chargedAfter(errorName: string, job: Job): Charged {
  // The service may give the credits of a failed separation back; only its history tells.
  if (errorName === 'SeparationFailed') return 'maybe';
  if (job.separationHash !== undefined) return 'yes';
  // A link that the service has taken but not yet turned into a separation.
  if (job.remoteHash !== undefined) return 'maybe';
  return job.creatingAt === undefined ? 'no' : 'maybe';
}
