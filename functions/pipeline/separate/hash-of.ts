import type { Step } from '../../../shared/jobs/step.ts';
import type { CreatedSeparation } from '../../../shared/mvsep/client/create-separation.ts';

/** Where a step keeps the hash that the service gave it. */
export function hashOf(created: CreatedSeparation): Pick<Step, 'separationHash' | 'remoteHash'> {
  return created.kind === 'separation' ? { separationHash: created.hash } : { remoteHash: created.hash };
}
