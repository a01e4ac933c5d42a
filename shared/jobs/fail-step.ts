import type { ReportedError } from '../aws/failed-execution.ts';
import { adviceAfter } from './advice-after.ts';
import { releaseCredits } from './budget.ts';
import { chargedAfter } from './charged-after.ts';
import type { Failure } from './failure.ts';
import { failureReason } from './failure-reason.ts';
import { releaseSlot } from './slots.ts';
import type { Step } from './step.ts';
import type { StepRef } from './step-ref.ts';
import type { StoreResultDeps } from './store-result.ts';

export type FailStepDeps = Pick<StoreResultDeps, 'table' | 'jobs' | 'now' | 'log'>;

/** A step that moves on while its failure is written is looked at again this often. */
const ATTEMPTS = 5;

/**
 * Writes onto the record why a step failed and what it cost, gives back what it holds, and leaves what may have been
 * charged to the one who reads the account's history. A step that has ended keeps its end: the first reason is the
 * real one. Doing it again completes what was cut off.
 *
 * @returns the step, when it has failed; undefined when it is done
 */
export async function failStep(
  deps: FailStepDeps,
  ref: StepRef,
  error: ReportedError,
): Promise<Step | undefined> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const step = await deps.jobs.getStep(ref);
    if (step.state === 'done') return undefined;
    const failed = step.state === 'failed' ? step : await writeFailure(deps, step, error);
    if (failed === undefined) continue;
    await releaseSlot(deps.table, failed);
    if (failed.failure?.charged === 'no') await releaseCredits(deps.table, failed, deps.now());
    return failed;
  }
  throw new Error(`The step ${ref.step} of ${ref.jobId} changes all the time; its failure was not written.`);
}

/**
 * Writes the failure if the step still stands where it was judged. It may just be leaving for the service: "not
 * charged" must then not be the last word.
 */
async function writeFailure(
  { jobs, now, log }: FailStepDeps,
  step: Step,
  error: ReportedError,
): Promise<Step | undefined> {
  const at = now();
  const failure = failureOf(step, error, at);
  const { jobId, separationHash, attempt, credits } = step;
  const mustSettle = failure.charged !== 'no' || credits.reserved > 0;
  const written = await jobs.changeStep(step, {
    at,
    set: {
      state: 'failed',
      endedAt: failure.at,
      failure,
      // Should the next lines be cut off, the clock gives back what the step holds.
      ...(mustSettle ? { work: 'settle' as const, dueAt: failure.at } : {}),
    },
    remove: ['taskToken', 'turnUntil', ...(mustSettle ? [] : (['work', 'dueAt'] as const))],
    event: { what: 'failed', detail: failure.reason },
    when: {
      state: [step.state],
      equals: { attempt, ...(separationHash === undefined ? {} : { separationHash }) },
      ...(separationHash === undefined ? { absent: ['separationHash'] } : {}),
    },
  });
  if (written !== undefined) {
    const { error: name, reason, charged } = failure;
    log.error('The separation failed', { jobId, step: step.step, error: name, reason, charged });
  }
  return written;
}

/** What a stored result says is nearer to the cause than what Step Functions makes of it. */
function failureOf(step: Step, reported: ReportedError, at: Date): Failure {
  const { result, state } = step;
  const known = result?.kind === 'failed' ? result : undefined;
  // Whoever worked on it was told to stop, and says so in its own words.
  const stopped = step.cancelledAt !== undefined && reported.name === 'JobEnded';
  const error = known?.error ?? (stopped ? 'JobCancelled' : reported.name);
  const charged = chargedAfter(error, step);
  const reason =
    known?.reason ??
    (stopped ? 'The job was cancelled, and no more stems are copied.' : failureReason(reported, state));
  return {
    error,
    reason: `${reason} ${adviceAfter(error, charged, step)}`,
    charged,
    at: at.toISOString(),
    phase: state,
  };
}
