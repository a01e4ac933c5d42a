import { DeleteObjectCommand } from '@aws-sdk/client-s3';
import { type CancelStepDeps, cancelStep } from '../../../shared/jobs/cancel-step.ts';
import { handoffKey } from '../../../shared/jobs/handoff-key.ts';
import type { StepChange } from '../../../shared/jobs/record-change.ts';
import { requeueStep } from '../../../shared/jobs/requeue-step.ts';
import { rememberHash } from '../../../shared/jobs/separation-hashes.ts';
import type { Step } from '../../../shared/jobs/step.ts';
import { storeResult } from '../../../shared/jobs/store-result.ts';
import type { SeparationHash } from '../../../shared/mvsep/contract/separation-hash.ts';

/** The service needs some time to list what it has begun; and a fetch that had begun goes on after the deletion … */
const SETTLE_AFTER_DELETION_MS = 2 * 60_000;
/** … for as long as it takes at this speed. */
const SLOWEST_FETCH_BYTES_PER_MS = 1_000;
/** Bytes that were sent cannot be called back: they may lie in buffers on the way for minutes. */
const SETTLE_AFTER_UPLOAD_MS = 10 * 60_000;
/** Between the two searches that decide: a list that lags behind has caught up by then. */
const BETWEEN_SEARCHES_MS = 30_000;
/** Searches without a find after which there is nothing to be found: the first, and the two that decide. */
const DECIDING_SEARCHES = 3;
/** So often in a row a request was lost without a trace: something is wrong with this song, or on the way. */
const MOST_ATTEMPTS_LOST = 5;

export type SettleLostDeps = CancelStepDeps;

/**
 * Decides what becomes of a step whose create had no answer, after one search of the account.
 *
 * Found: it goes on with that separation. Not found is believed only after the way of the first request was cut off
 * (the copy that its link leads to is deleted: what cannot be fetched is not charged) or must have ended, and two
 * more searches. Then it surely cost nothing, and a new attempt begins.
 */
export async function settleLost(
  deps: SettleLostDeps,
  step: Step,
  found: SeparationHash | undefined,
): Promise<void> {
  if (found !== undefined) return goOnWith(deps, step, found);
  if (step.lookUps + 1 < DECIDING_SEARCHES) return searchAgain(deps, step);
  const { jobId, step: name, attempt } = step;
  deps.log.info('A lost request never arrived', { jobId, step: name, attempt });
  if (attempt >= MOST_ATTEMPTS_LOST) return giveUp(deps, step);
  await requeueStep(deps, step, {
    why: 'never arrived',
    detail: `attempt ${attempt}`,
    newAttempt: true,
    when: mine(step),
  });
}

async function goOnWith(deps: SettleLostDeps, step: Step, hash: SeparationHash): Promise<void> {
  const at = deps.now();
  const going = await deps.jobs.changeStep(step, {
    at,
    set: {
      state: 'waiting',
      separationHash: hash,
      createdAt: at.toISOString(),
      refusals: 0,
      lookUps: 0,
      work: 'poll',
      dueAt: at.toISOString(),
    },
    remove: ['searchedTo'],
    event: { what: 'found', detail: hash },
    when: { ...mine(step), absent: ['result'] },
  });
  if (going === undefined) return;
  deps.log.info('A lost request was found', { jobId: step.jobId, step: step.step, hash });
  await rememberHash(deps.table, hash, step, at);
  if (going.cancelledAt !== undefined) await cancelStep(deps, going);
}

/** The first search found nothing: cut the way off, and search again when nothing can be on it any more. */
async function searchAgain(deps: SettleLostDeps, step: Step): Promise<void> {
  if (step.handoff !== 'upload') await cutOff(deps, step);
  const at = deps.now();
  const settled = step.lookUps === 0 ? settledAt(step, at) : at.getTime() + BETWEEN_SEARCHES_MS;
  await deps.jobs.changeStep(step, {
    at,
    set: { lookUps: step.lookUps + 1, dueAt: new Date(settled).toISOString() },
    remove: ['searchedTo'],
    event: { what: 'not found', detail: `search ${step.lookUps + 1}` },
    when: { ...mine(step), absent: ['result'] },
  });
}

async function cutOff({ s3, bucket }: SettleLostDeps, step: Step): Promise<void> {
  await s3.send(
    new DeleteObjectCommand({ Bucket: bucket, Key: handoffKey(step, step.creatingBy ?? 'nobody') }),
  );
}

/** From when on nothing of the first request can be on its way, in milliseconds since 1970. */
function settledAt({ handoff, input, creatingUntil }: Step, at: Date): number {
  if (handoff === 'upload') {
    return Math.max(at.getTime(), Date.parse(creatingUntil ?? at.toISOString())) + SETTLE_AFTER_UPLOAD_MS;
  }
  return at.getTime() + SETTLE_AFTER_DELETION_MS + (input?.bytes ?? 0) / SLOWEST_FETCH_BYTES_PER_MS;
}

async function giveUp(deps: SettleLostDeps, step: Step): Promise<void> {
  const reason =
    `The separation was requested ${step.attempt} times, and no request arrived at the service. Nothing was ` +
    'charged. Check the way to the service, then retry the job.';
  await storeResult(
    deps,
    step,
    { kind: 'failed', error: 'MvsepUnavailable', reason, charged: 'no' },
    { ofAttempt: step.attempt },
  );
}

/** That the step is still where it was looked up: marked by the same run. */
function mine({ creatingBy, lookUps }: Step): NonNullable<StepChange['when']> {
  return { state: ['creating'], equals: { creatingBy, lookUps } };
}
