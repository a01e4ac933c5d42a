import { EarlierStepFailed } from '../errors/earlier-step-failed.ts';
import { findStem } from './find-stem.ts';
import { queueStep } from './queue-step.ts';
import type { Step } from './step.ts';
import { type StoreResultDeps, storeResult } from './store-result.ts';

/**
 * Lets the steps go on that take a stem of a done step: each is queued with its stem as its input. One that takes a
 * stem which this separation does not give ends here. Doing it again changes nothing.
 *
 * @returns how many were queued by this call
 */
export async function queueChildren(deps: StoreResultDeps, parent: Step): Promise<number> {
  const { job, steps } = await deps.jobs.getWhole(parent.jobId);
  const files = Object.values(parent.files);
  let queued = 0;
  for (const child of steps) {
    if (child.parent?.step !== parent.step || child.state !== 'blocked' || child.result !== undefined)
      continue;
    // In a retry that waits for credits it is queued when they are set aside.
    if (job.attempt > 1 && child.credits.month === undefined) continue;
    const stem = child.parent.stem;
    const file = findStem(parent.separation.type, stem, files);
    if (file === undefined) {
      const { name: error, message, charged } = noSuchStem(parent, stem);
      await storeResult(deps, child, { kind: 'failed', error, reason: message, charged });
      continue;
    }
    const { key, etag, bytes, sha256 } = file;
    if ((await queueStep(deps, child, { key, etag, bytes, sha256 })) !== undefined) queued += 1;
  }
  return queued;
}

function noSuchStem({ step, files }: Step, stem: string): EarlierStepFailed {
  const there = Object.values(files).map((file) => file.stem);
  return new EarlierStepFailed(
    `The separation "${step}" gave no stem "${stem}"; its stems are: ${there.join(', ')}. Name one of them in the recipe.`,
  );
}
