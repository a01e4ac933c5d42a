import type { Step } from './step.ts';
import { type StoreResultDeps, storeResult } from './store-result.ts';

/**
 * Ends the steps that would take a stem of a failed step, and those that would take one of theirs: each branch then
 * ends by itself. Doing it again changes nothing.
 *
 * @param steps all steps of the job
 */
export async function failDescendants(
  deps: StoreResultDeps,
  failed: Step,
  steps: readonly Step[],
): Promise<void> {
  for (const step of descendants(failed, steps)) {
    await storeResult(deps, step, {
      kind: 'failed',
      error: 'EarlierStepFailed',
      reason: `It takes a stem of ${step.parent?.step}, which ${
        step.parent?.step === failed.step ? 'failed' : `depends on ${failed.step}, and that failed`
      }.`,
      charged: 'no',
    });
  }
}

function descendants(of: Step, steps: readonly Step[]): Step[] {
  const children = steps.filter(({ parent }) => parent?.step === of.step);
  return children.flatMap((child) => [child, ...descendants(child, steps)]);
}
