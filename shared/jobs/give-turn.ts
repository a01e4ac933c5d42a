import { randomUUID } from 'node:crypto';
import { transact, type Write } from '../aws/transact.ts';
import { jobKeys } from './job-keys.ts';
import type { JobTable } from './job-table.ts';
import type { PipelineTable } from './pipeline-table.ts';
import { recordUpdate, type StepChange } from './record-change.ts';
import { heldSlots, releaseSlot } from './slots.ts';
import type { Step } from './step.ts';
import { uploadId } from './upload-id.ts';

/** How long a turn holds. It outlasts every run of the function that hands over, so that no two hold one at once. */
const TURN_MINUTES = 15;

export interface GiveTurnDeps {
  readonly table: PipelineTable;
  readonly jobs: JobTable;
  readonly now: () => Date;
}

/**
 * Gives a queued step its turn and, where the account is limited, its slot: both or neither. A turn that nobody
 * makes use of ends by itself, and the step is due again.
 *
 * @param limit how many separations may be under way at once
 * @returns the step with its turn; `no-slot`; or `not-due`, because it is not queued, has its turn, or must wait
 */
export async function giveTurn(
  deps: GiveTurnDeps,
  step: Step,
  limit: number,
): Promise<Step | 'no-slot' | 'not-due'> {
  const change = turnFor(deps.now(), step.attempt);
  if (limit === Number.POSITIVE_INFINITY) return (await deps.jobs.changeStep(step, change)) ?? 'not-due';
  return giveTurnWithSlot(deps, step, limit, change);
}

async function giveTurnWithSlot(
  { table, now }: GiveTurnDeps,
  step: Step,
  limit: number,
  change: ReturnType<typeof turnFor>,
): Promise<Step | 'no-slot' | 'not-due'> {
  const held = await heldSlots(table);
  const owner = uploadId(step);
  const own = held.find((slot) => slot.uploadId === owner);
  if (own === undefined && held.length >= limit) return 'no-slot';
  const taken = new Set(held.map(({ number }) => number));
  const free = Array.from({ length: limit }, (_, index) => index + 1).filter((number) => !taken.has(number));
  const { TableName, Key } = { TableName: table.tableName, Key: jobKeys.step(step.jobId, step.step) };
  for (const number of own === undefined ? free : [own.number]) {
    const Item = {
      ...jobKeys.slot(number),
      uploadId: owner,
      jobId: step.jobId,
      step: step.step,
      since: now().toISOString(),
    };
    const lease = {
      TableName,
      Item,
      ConditionExpression: 'attribute_not_exists(pk) OR uploadId = :owner',
      ExpressionAttributeValues: { ':owner': owner },
    };
    const update = { TableName, Key, ...recordUpdate(change, randomUUID()) };
    const writes: Write<'not-due' | 'taken'>[] = [
      { item: { Update: update }, refusal: 'not-due' },
      { item: { Put: lease }, refusal: 'taken' },
    ];
    const outcome = await transact(table.documents, writes);
    if (outcome === 'written') return { ...step, ...change.set };
    if (outcome === 'not-due') return 'not-due';
  }
  return 'no-slot';
}

function turnFor(at: Date, attempt: number) {
  const turnUntil = new Date(at.getTime() + TURN_MINUTES * 60_000).toISOString();
  const now = at.toISOString();
  return {
    at,
    set: { turnUntil, dueAt: turnUntil },
    when: {
      state: ['queued'],
      absent: ['result'],
      equals: { attempt },
      notAfter: { turnUntil: now, dueAt: now },
    },
  } satisfies StepChange;
}

/** Takes a turn back that nobody has begun to use: the step is due again, in its old place. */
export async function giveTurnBack(
  { table, jobs, now }: GiveTurnDeps,
  step: Step,
  dueAt?: Date,
): Promise<void> {
  // The slot first: once the step is due again it may get another turn, and that turn's slot must stay.
  await releaseSlot(table, step);
  const at = now();
  const { turnUntil } = step;
  await jobs.changeStep(step, {
    at,
    set: { dueAt: dueAt?.toISOString() ?? step.queuedAt ?? at.toISOString() },
    remove: ['turnUntil'],
    when: { state: ['queued'], equals: { turnUntil } },
  });
}
