import { endCancelled } from './end-cancelled.ts';
import type { StepChange } from './record-change.ts';
import { releaseSlot } from './slots.ts';
import type { Step } from './step.ts';
import type { StoreResultDeps } from './store-result.ts';

/** How long the history may grow by requests that came to nothing. */
const MAXIMUM_EVENTS_OF_REQUESTS = 60;

export interface Requeue {
  /** A line for the record. */
  readonly why: string;
  readonly detail?: string;
  /** Not before this; by default at once, in its old place. */
  readonly dueAt?: Date | undefined;
  /** Begins a new attempt, under another upload id: the old one was sent, and surely not charged. */
  readonly newAttempt?: boolean;
  readonly set?: Pick<NonNullable<StepChange['set']>, 'handoff' | 'refusals'>;
  /** What must still hold; that it has no result always must. */
  readonly when: Pick<NonNullable<StepChange['when']>, 'state' | 'equals'>;
}

/**
 * Puts a step that was being handed over back into the queue, without its mark. Only for what surely charged
 * nothing. One that was cancelled meanwhile ends instead.
 *
 * @returns the step as it is now; undefined when it has moved on
 */
export async function requeueStep(
  deps: StoreResultDeps,
  step: Step,
  { why, detail, dueAt, newAttempt = false, set = {}, when }: Requeue,
): Promise<Step | undefined> {
  const at = deps.now();
  // The same attempt may get another turn at once, and that turn's slot must stay: its old slot goes first.
  if (!newAttempt) await releaseSlot(deps.table, step);
  const queued = await deps.jobs.changeStep(step, {
    at,
    set: {
      ...set,
      state: 'queued',
      work: 'turn',
      dueAt: dueAt?.toISOString() ?? step.queuedAt ?? at.toISOString(),
      lookUps: 0,
      ...(newAttempt ? { attempt: step.attempt + 1 } : {}),
    },
    remove: [
      'turnUntil',
      'creatingAt',
      'creatingBy',
      'creatingUntil',
      'createdAt',
      'remoteHash',
      'separationHash',
      'progress',
      'hintedAt',
      'searchedTo',
    ],
    ...(step.events.length < MAXIMUM_EVENTS_OF_REQUESTS
      ? { event: { what: why, ...(detail === undefined ? {} : { detail }) } }
      : {}),
    when: { ...when, absent: ['result', 'cancelledAt'], equals: { ...when.equals, attempt: step.attempt } },
  });
  if (queued === undefined) return endIfCancelled(deps, step, when);
  if (newAttempt) await releaseSlot(deps.table, step);
  return queued;
}

/** A cancellation that came while the step was handed over was left to whoever learns that nothing came of it. */
async function endIfCancelled(
  deps: StoreResultDeps,
  { jobId, step, attempt }: Step,
  when: Requeue['when'],
): Promise<Step | undefined> {
  const current = await deps.jobs.getStep({ jobId, step });
  const isAsItWas = Object.entries({ ...when.equals, attempt }).every(([name, value]) =>
    Object.entries(current).some(([other, now]) => other === name && now === value),
  );
  const mayEnd = isAsItWas && (when.state ?? []).includes(current.state) && current.result === undefined;
  return mayEnd && current.cancelledAt !== undefined ? endCancelled(deps, current) : undefined;
}
