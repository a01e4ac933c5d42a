import { MvsepBusy } from '../../../shared/errors/mvsep-busy.ts';
import { MvsepRejected } from '../../../shared/errors/mvsep-rejected.ts';
import { MvsepUnavailable } from '../../../shared/errors/mvsep-unavailable.ts';
import { RequestBudgetSpent } from '../../../shared/errors/request-budget-spent.ts';
import { ServiceError } from '../../../shared/errors/service-error.ts';
import { fallBackToUpload } from '../../../shared/jobs/fall-back-to-upload.ts';
import { requeueStep } from '../../../shared/jobs/requeue-step.ts';
import { type StoreResultDeps, storeResult } from '../../../shared/jobs/store-result.ts';
import { pauseTurns } from '../../../shared/jobs/turn-pause.ts';
import { forgetPlan } from '../../../shared/jobs/upstream-plan.ts';
import type { MarkedStep } from './write-mark.ts';

/**
 * After so many failures in a row that have nothing to do with the account's limits a step gives up. Pauses grow to
 * five minutes, so this is reached after some five hours at the earliest.
 */
const MOST_FAILURES = 60;
const SHORTEST_WAIT_SECONDS = 5;
const LONGEST_WAIT_SECONDS = 5 * 60;
/** No service is believed that asks to wait longer than this, in seconds. */
const LONGEST_ASKED_WAIT_SECONDS = 60 * 60;
/** How a service speaks of a link that it could not or would not fetch. */
const ABOUT_THE_LINK = /\b(url|link|remote|download|fetch)/i;

export type RefusalDeps = StoreResultDeps;

/**
 * Settles a step that was surely not taken and cost nothing. What passes puts it back into the queue, without its
 * mark: a full account and a service that is down make all steps wait, everything else only this one. What stays
 * ends the step.
 *
 * @param error why it was not taken, from before the request or from the service
 */
export async function settleRefusal(deps: RefusalDeps, marked: MarkedStep, error: unknown): Promise<void> {
  const name = error instanceof Error ? error.name : 'unknown';
  deps.log.warn('The step was not handed over', { jobId: marked.jobId, step: marked.step, error: name });
  if (error instanceof MvsepRejected && marked.handoff === 'link' && ABOUT_THE_LINK.test(error.message)) {
    if ((await fallBackToUpload(deps, marked, error.message)) !== undefined) return;
  }
  if (error instanceof ServiceError && !error.retryable) return fail(deps, marked, name, error.message);
  const { dueAt, counts } = await waitAfter(deps, marked, error);
  const failures = marked.refusals + (counts ? 1 : 0);
  // The message of an error that is none of ours may quote the link.
  const reason = error instanceof ServiceError ? error.message : `It failed with ${name}.`;
  if (failures >= MOST_FAILURES) {
    const sentence = `The separation could not be handed over in ${failures} tries. The last one: ${reason}`;
    return fail(deps, marked, name, sentence);
  }
  await requeueStep(deps, marked, {
    why: 'not taken',
    detail: reason,
    dueAt,
    set: { refusals: failures },
    when: { state: ['creating'], equals: { creatingBy: marked.creatingBy } },
  });
}

/** When to try again, and whether that must end some day. */
async function waitAfter(
  deps: RefusalDeps,
  { refusals }: MarkedStep,
  error: unknown,
): Promise<{ readonly dueAt: Date | undefined; readonly counts: boolean }> {
  const inSeconds = (seconds: number) => new Date(deps.now().getTime() + seconds * 1000);
  if (error instanceof RequestBudgetSpent) return { dueAt: error.retryAt, counts: false };
  if (error instanceof MvsepBusy && error.accountFull) {
    await forgetPlan(deps);
    await pauseTurns(deps);
    return { dueAt: undefined, counts: false };
  }
  if (error instanceof MvsepBusy) {
    const seconds = error.retryAfterSeconds ?? SHORTEST_WAIT_SECONDS;
    return { dueAt: inSeconds(Math.min(LONGEST_ASKED_WAIT_SECONDS, seconds)), counts: false };
  }
  if (error instanceof MvsepUnavailable) {
    await pauseTurns(deps);
    return { dueAt: undefined, counts: true };
  }
  const seconds = Math.min(LONGEST_WAIT_SECONDS, SHORTEST_WAIT_SECONDS * 2 ** refusals);
  return { dueAt: inSeconds(seconds), counts: true };
}

async function fail(deps: RefusalDeps, marked: MarkedStep, error: string, reason: string): Promise<void> {
  await storeResult(
    deps,
    marked,
    { kind: 'failed', error, reason, charged: 'no' },
    { ofAttempt: marked.attempt },
  );
}
