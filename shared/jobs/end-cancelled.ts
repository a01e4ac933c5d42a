import type { Step } from './step.ts';
import { type StoreResultDeps, storeResult } from './store-result.ts';

/** Ends a step that was cancelled before anything was handed over, or after it surely came to nothing. */
export async function endCancelled(deps: StoreResultDeps, step: Step): Promise<Step | undefined> {
  const reason = 'The job was cancelled before its separation began. Nothing was charged for it.';
  return storeResult(
    deps,
    step,
    { kind: 'failed', error: 'JobCancelled', reason, charged: 'no' },
    { ofAttempt: step.attempt, from: [step.state] },
  );
}
