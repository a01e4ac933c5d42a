import { MvsepBusy } from '../../../shared/errors/mvsep-busy.ts';
import { MvsepProtocolError } from '../../../shared/errors/mvsep-protocol-error.ts';
import { MvsepUnavailable } from '../../../shared/errors/mvsep-unavailable.ts';
import { RequestBudgetSpent } from '../../../shared/errors/request-budget-spent.ts';
import { ServiceError } from '../../../shared/errors/service-error.ts';
import { nextPoll } from '../../../shared/jobs/poll-interval.ts';
import { type SettleDeps, settleStep } from '../../../shared/jobs/settle-step.ts';
import type { Step } from '../../../shared/jobs/step.ts';
import type { StepRef } from '../../../shared/jobs/step-ref.ts';

/** When the service asks to wait but does not say for how long. */
const DEFAULT_PAUSE_MS = 60_000;
/** When a step that could not be looked at is tried again at the earliest. */
const PUT_OFF_MS = 60_000;
/** The same for one that something of ours is wrong with. */
const PUT_OFF_BROKEN_MS = 5 * 60_000;

export interface LookDeps extends SettleDeps {
  /** What is left of the time in which this run must end, in milliseconds. */
  readonly timeLeftMs: () => number;
  /** The most time that one call of the service and the writes after it may take. */
  readonly longestCallMs: number;
}

/** What one run of the poller keeps in mind. */
export interface Run {
  looks: number;
  /** Of the service. */
  failuresInARow: number;
  /** Steps that this run does not look at again. */
  readonly handled: Set<string>;
  /** Until when the service may not be asked, in milliseconds since 1970. */
  pausedUntil: number;
  /** The first error that is none of ours. */
  unexpected: unknown;
}

/**
 * Looks at one step, if it is due. One broken record never keeps the others waiting: it is put off. A step for
 * which there was no place in the budget stays due.
 */
export async function lookAt(deps: LookDeps, run: Run, ref: StepRef): Promise<void> {
  let step: Step | undefined;
  try {
    step = await deps.jobs.findStep(ref);
    if (step === undefined || !isDue(step, deps.now())) return;
    if (deps.timeLeftMs() < callsNeeded(step) * deps.longestCallMs) return leave(run, ref);
    run.looks += 1;
    const settlement = await settleStep(deps, step);
    run.failuresInARow = 0;
    if (settlement === 'not-waiting') await putOff(deps, run, ref, step, PUT_OFF_BROKEN_MS);
  } catch (error) {
    await afterFailure(deps, run, ref, step, error);
  }
}

/** The index may still show a step that was looked at a moment ago. */
function isDue({ work, dueAt }: Step, now: Date): boolean {
  return work === 'poll' && dueAt !== undefined && Date.parse(dueAt) <= now.getTime();
}

function callsNeeded({ result, separationHash }: Step): number {
  if (result !== undefined) return 0;
  return separationHash === undefined ? 2 : 1;
}

function leave(run: Run, { jobId, step }: StepRef): void {
  run.handled.add(`${jobId} ${step}`);
}

async function afterFailure(
  deps: LookDeps,
  run: Run,
  ref: StepRef,
  step: Step | undefined,
  error: unknown,
): Promise<void> {
  if (error instanceof RequestBudgetSpent || error instanceof MvsepBusy) {
    run.pausedUntil = Math.max(run.pausedUntil, pauseAfter(error, deps.now()));
    return;
  }
  if (error instanceof MvsepUnavailable || error instanceof MvsepProtocolError) run.failuresInARow += 1;
  const isOurs = error instanceof ServiceError;
  if (!isOurs) run.unexpected ??= error;
  deps.log.warn('A step could not be looked at', {
    ...ref,
    error: error instanceof Error ? error.name : 'unknown',
    reason: isOurs ? error.message : 'unexpected; see the error of this run',
  });
  try {
    await putOff(deps, run, ref, step, isOurs ? PUT_OFF_MS : PUT_OFF_BROKEN_MS);
  } catch (second) {
    run.unexpected ??= second;
  }
}

function pauseAfter(error: RequestBudgetSpent | MvsepBusy, now: Date): number {
  if (error instanceof RequestBudgetSpent) return error.retryAt.getTime();
  return error.retryAfterSeconds === undefined
    ? now.getTime() + DEFAULT_PAUSE_MS
    : now.getTime() + error.retryAfterSeconds * 1000;
}

/** A step that could not be looked at goes to the back of the line, the farther the older it is. */
async function putOff(
  deps: LookDeps,
  run: Run,
  ref: StepRef,
  step: Step | undefined,
  leastMs: number,
): Promise<void> {
  leave(run, ref);
  const at = deps.now();
  const createdAt = new Date(step?.createdAt ?? at);
  const regular = nextPoll({ createdAt, now: at, position: step?.progress?.position, webhook: false });
  const dueAt = new Date(Math.max(at.getTime() + leastMs, regular.getTime()));
  await deps.jobs.changeStep(ref, {
    at,
    set: { dueAt: dueAt.toISOString() },
    // What moved on meanwhile has a time of its own.
    when: { equals: { work: 'poll', ...(step === undefined ? {} : { dueAt: step.dueAt }) } },
  });
}
