import { DownloadFailed } from '../../../shared/errors/download-failed.ts';
import { ServiceError } from '../../../shared/errors/service-error.ts';
import type { Step } from '../../../shared/jobs/step.ts';
import type { Log } from '../../../shared/logging/logger.ts';
import { type FreshLinksDeps, freshLinks } from './fresh-links.ts';

export interface PayForMirrorDeps extends FreshLinksDeps {
  readonly log: Log;
}

/**
 * Buys links to the mirror for one credit, at most once in the life of a step. The mark is written before the request
 * leaves and by one caller only; it goes away only when the service surely charged nothing.
 *
 * @returns the step with the links
 * @throws DownloadFailed another copy is buying them at this moment, or there are none.
 * @throws ServiceError the service refused, or its answer was lost.
 */
export async function payForMirror(deps: PayForMirrorDeps, step: Step): Promise<Step> {
  const marked = await deps.jobs.changeStep(step, {
    at: deps.now(),
    set: { credits: { ...step.credits, mirror: 1 } },
    event: { what: 'mirror asked for', detail: 'The links of the stems keep failing. 1 credit.' },
    when: { state: ['copying'], absent: ['cancelledAt'], equals: { credits: step.credits } },
  });
  if (marked === undefined) {
    throw new DownloadFailed('The links of the stems do not work; another copy is asking for the mirror.');
  }
  try {
    return await freshLinks(deps, marked, true);
  } catch (error) {
    if (error instanceof ServiceError && error.charged === 'no') await takeBack(deps, step, marked, error);
    deps.log.warn('The mirror was not given', {
      jobId: step.jobId,
      step: step.step,
      error: error instanceof Error ? error.name : 'unknown',
    });
    throw error;
  }
}

/** Nothing was charged. What may pass is asked again later; a refusal stays one. */
async function takeBack(
  deps: PayForMirrorDeps,
  before: Step,
  marked: Step,
  error: ServiceError,
): Promise<void> {
  await deps.jobs.changeStep(marked, {
    at: deps.now(),
    set: { credits: error.retryable ? before.credits : { ...before.credits, mirror: 0 } },
    ...(error.retryable ? {} : { event: { what: 'mirror refused', detail: error.message } }),
    when: { equals: { credits: marked.credits } },
  });
}
