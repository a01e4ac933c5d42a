import { JobEnded } from '../../../shared/errors/job-ended.ts';
import { type EndWaitDeps, endWait } from '../../../shared/jobs/end-wait.ts';
import type { Step } from '../../../shared/jobs/step.ts';
import type { StepRef } from '../../../shared/jobs/step-ref.ts';

/** The wait of an execution: the token that ends it, and when this run of the function began. */
export interface ExecutionWait {
  readonly taskToken: string;
  readonly startedAt: Date;
}

/**
 * Leaves the token of a waiting execution with its step, and ends the wait at once when the result came first. A
 * later token replaces an earlier one: a repeated task gets a new token, and the old one is dead. A run that
 * was slow to register must not replace the token of its own repetition, so the start of the run counts. The clocks
 * of two runs may differ: one that finds a later token than its own fails, and is repeated if it was the latest.
 *
 * @returns the step, when it still has to be separated
 * @throws JobEnded it has ended without a result that could be told; UnknownJob
 * @throws Error another token is there that seems to be later
 */
export async function registerToken(
  deps: EndWaitDeps,
  ref: StepRef,
  { taskToken, startedAt }: ExecutionWait,
): Promise<Step | undefined> {
  const tokenAt = startedAt.toISOString();
  const step = await deps.jobs.changeStep(ref, {
    at: deps.now(),
    set: { taskToken, tokenAt },
    when: { notAfter: { tokenAt } },
  });
  if (step === undefined) {
    const current = await deps.jobs.getStep(ref);
    if (current.taskToken === taskToken) return undefined;
    throw new Error(`The separation ${ref.step} has a token that seems to be later than that of this run.`);
  }
  if (step.result !== undefined) {
    await endWaitNowOrLater(deps, step);
    return undefined;
  }
  if (step.state === 'done' || step.state === 'failed') {
    throw new JobEnded(`The separation ${ref.step} is ${step.state} and is not waited for any more.`);
  }
  return step;
}

/** The poller ends a wait that could not be ended now, as long as it knows of the step. */
async function endWaitNowOrLater(deps: EndWaitDeps, step: Step): Promise<void> {
  try {
    await endWait(deps, step);
  } catch (error) {
    if (step.state !== 'waiting' || step.work !== 'poll') throw error;
    deps.log.warn('The wait could not be ended now; the poller will', {
      jobId: step.jobId,
      step: step.step,
      error: error instanceof Error ? error.name : 'unknown',
    });
  }
}
