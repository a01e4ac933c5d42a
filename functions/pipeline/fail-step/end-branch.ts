import type { ReportedError } from '../../../shared/aws/failed-execution.ts';
import { failDescendants } from '../../../shared/jobs/fail-descendants.ts';
import { failStep } from '../../../shared/jobs/fail-step.ts';
import { queueChildren } from '../../../shared/jobs/queue-children.ts';
import type { StepRef } from '../../../shared/jobs/step-ref.ts';
import type { StoreResultDeps } from '../../../shared/jobs/store-result.ts';

/**
 * Ends one branch of a job: writes why the step failed, and ends the steps that would take its stems. The other
 * branches go on. Doing it again completes what was cut off.
 */
export async function endBranch(deps: StoreResultDeps, ref: StepRef, error: ReportedError): Promise<void> {
  const failed = await failStep(deps, ref, error);
  if (failed === undefined) {
    // All its stems are stored; only what follows from that was cut off.
    await queueChildren(deps, await deps.jobs.getStep(ref));
    return;
  }
  const { steps } = await deps.jobs.getWhole(ref.jobId);
  await failDescendants(deps, failed, steps);
}
