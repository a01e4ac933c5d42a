import { JobEnded } from '../../../shared/errors/job-ended.ts';
import { settleCredits } from '../../../shared/jobs/budget.ts';
import { queueChildren } from '../../../shared/jobs/queue-children.ts';
import { rememberResult } from '../../../shared/jobs/result-cache.ts';
import type { Step } from '../../../shared/jobs/step.ts';
import type { StoreResultDeps } from '../../../shared/jobs/store-result.ts';

/** How long after its end a separation stands in the account's history with what it cost. */
const SETTLE_AFTER_SECONDS = 300;

export interface FinishStepDeps extends StoreResultDeps {
  readonly resultCacheDays: number;
  /** Gives turns to what is queued. */
  readonly offerTurns: () => Promise<unknown>;
}

/**
 * Ends a step whose stems are all stored: its state changes once, whoever stored the last stem, and everything that
 * follows from it may be done again, should this be cut off.
 *
 * @throws JobEnded it has failed, or was cancelled, meanwhile.
 */
export async function finishStep(deps: FinishStepDeps, step: Step): Promise<void> {
  const done = await markDone(deps, step);
  if (done.cachedFrom !== undefined) await settleCredits(deps.table, done, 0, deps.now());
  await rememberResult(deps.table, done, deps.resultCacheDays, deps.now());
  if ((await queueChildren(deps, done)) > 0) await deps.offerTurns();
}

async function markDone(deps: FinishStepDeps, step: Step): Promise<Step> {
  if (step.state === 'done') return step;
  const at = deps.now();
  const isPaid = step.cachedFrom === undefined;
  const written = await deps.jobs.changeStep(step, {
    at,
    set: {
      state: 'done',
      endedAt: at.toISOString(),
      ...(isPaid
        ? { work: 'settle', dueAt: new Date(at.getTime() + SETTLE_AFTER_SECONDS * 1000).toISOString() }
        : {}),
    },
    // A used-up token is of no use to anyone.
    remove: ['taskToken', 'downloadFailingSince', ...(isPaid ? [] : (['work', 'dueAt'] as const))],
    event: { what: 'done', detail: `${Object.keys(step.files).length} stems` },
    when: { state: ['copying'], absent: ['cancelledAt'] },
  });
  if (written !== undefined) {
    deps.log.info('The stems of a separation are complete', { jobId: step.jobId, step: step.step });
    return written;
  }
  const current = await deps.jobs.getStep(step);
  if (current.state === 'done') return current;
  throw new JobEnded('The separation was ended or cancelled while its last stem was being stored.');
}
