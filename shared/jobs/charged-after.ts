import type { Charged } from '../errors/service-error.ts';
import type { Step } from './step.ts';

/**
 * Whether credits were spent on a step that failed with this error.
 *
 * The record is the better witness: a separation that exists was charged, whatever failed afterwards, and one
 * that was never requested was not. Only in between does it depend on the error.
 */
export function chargedAfter(errorName: string, step: Step): Charged {
  if (step.cachedFrom !== undefined) return 'no';
  // The service may give the credits of a failed separation back; only its history tells.
  if (errorName === 'SeparationFailed') return 'maybe';
  if (step.result?.kind === 'failed') return step.result.charged;
  if (step.separationHash !== undefined) return 'yes';
  // A link that the service has taken but not yet turned into a separation.
  if (step.remoteHash !== undefined) return 'maybe';
  return step.creatingAt === undefined ? 'no' : 'maybe';
}
