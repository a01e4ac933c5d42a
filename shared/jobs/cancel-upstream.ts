import { MvsepRejected } from '../errors/mvsep-rejected.ts';
import type { MvsepClient } from '../mvsep/client/mvsep-client.ts';
import type { SeparationHash } from '../mvsep/contract/separation-hash.ts';
import type { Step } from './step.ts';
import { type StoreResultDeps, storeResult } from './store-result.ts';

export interface CancelUpstreamDeps extends StoreResultDeps {
  readonly client: { readonly separation: Pick<MvsepClient['separation'], 'cancel'> };
}

/**
 * Ends the separation of a step whose job was cancelled. The service gives the credits back as long as it has not
 * begun; after that they are spent, and the step ends all the same.
 *
 * @returns the step as it is now; undefined when it has a result already
 * @throws the errors of the client that pass; the step then stays as it is
 */
export async function cancelUpstream(
  deps: CancelUpstreamDeps,
  step: Step,
  hash: SeparationHash,
): Promise<Step | undefined> {
  const isRefunded = await cancel(deps, hash);
  return storeResult(
    deps,
    step,
    {
      kind: 'failed',
      error: 'JobCancelled',
      reason: isRefunded
        ? 'The job was cancelled before its separation began, and the service gave the credits back.'
        : 'The job was cancelled. Its separation had begun, so its credits are spent.',
      charged: isRefunded ? 'no' : 'yes',
    },
    { separationHash: hash, ofAttempt: step.attempt },
  );
}

async function cancel({ client }: CancelUpstreamDeps, hash: SeparationHash): Promise<boolean> {
  try {
    return (await client.separation.cancel(hash)).cancelled;
  } catch (error) {
    if (error instanceof MvsepRejected) return false;
    throw error;
  }
}
