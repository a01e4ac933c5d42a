import { requeueStep } from './requeue-step.ts';
import type { Step } from './step.ts';
import type { StoreResultDeps } from './store-result.ts';

/**
 * Hands a step over once more, as bytes, because the service could not fetch the link. Only for a link that surely
 * charged nothing: the service refused it, or says that the fetch failed and names no separation.
 *
 * @param reason what the service says
 * @returns the step, queued again; undefined when its bytes were sent already, or it has moved on: then it fails
 */
export async function fallBackToUpload(
  deps: StoreResultDeps,
  step: Step,
  reason: string,
): Promise<Step | undefined> {
  if (step.handoff === 'upload' || step.separationHash !== undefined) return undefined;
  const queued = await requeueStep(deps, step, {
    why: 'link not fetched',
    detail: reason,
    newAttempt: true,
    set: { handoff: 'upload' },
    when: { state: ['creating', 'waiting'] },
  });
  if (queued !== undefined) {
    const { jobId, step: name } = step;
    deps.log.warn('The service could not fetch the link; the audio is sent as bytes', { jobId, step: name });
  }
  return queued;
}
