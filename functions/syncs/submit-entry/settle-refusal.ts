import { MvsepAmbiguous } from '../../../shared/errors/mvsep-ambiguous.ts';
import { MvsepBusy } from '../../../shared/errors/mvsep-busy.ts';
import { RequestBudgetSpent } from '../../../shared/errors/request-budget-spent.ts';
import { ServiceError } from '../../../shared/errors/service-error.ts';
import type { AnnounceSubmissionDeps } from '../../../shared/submissions/announce-submission.ts';
import { failSubmission } from '../../../shared/submissions/fail-submission.ts';
import type { Submission } from '../../../shared/submissions/submission.ts';
import { nextStep, type SubmissionStep } from '../../../shared/submissions/submission-step.ts';

/** So long a zip waits for a service that cannot be reached or has no room. */
const GIVE_UP_AFTER_MS = 3 * 86_400_000;
const SHORTEST_WAIT_SECONDS = 15;
const LONGEST_WAIT_SECONDS = 3600;

/**
 * Settles a submission that the service surely has not: what passes makes it wait, without its mark, and what stays
 * ends it.
 *
 * @param error why it was not taken, from before the request or from the service
 */
export async function settleRefusal(
  deps: AnnounceSubmissionDeps,
  found: Submission,
  error: unknown,
): Promise<SubmissionStep> {
  // Its message may quote what it was given; the step is repeated, and then fails with its name.
  if (!(error instanceof ServiceError)) throw error;
  const { submissionId, startedAt, tries } = found;
  const at = deps.now();
  const passes = error.retryable || error instanceof MvsepAmbiguous;
  const isLate = at.getTime() - Date.parse(startedAt) > GIVE_UP_AFTER_MS;
  const queued = await deps.submissions.change(found, {
    state: 'queued',
    submittingBy: undefined,
    submittingUntil: undefined,
    tries: tries + 1,
    updatedAt: at.toISOString(),
  });
  if (queued === undefined) return nextStep(found, 'track');
  if (passes && !isLate) {
    deps.log.info('The zip was not taken, and is sent again', { submissionId, error: error.name });
    return nextStep(queued, 'submit', secondsAfter(error, tries, at));
  }
  const reason = passes
    ? `It could not be sent for three days. The last time: ${error.message}`
    : error.message;
  await failSubmission(deps, queued, { error: error.name, reason });
  return nextStep(queued, 'end');
}

/** Longer each time, whatever was asked for: three days of short waits are more than the history of an execution holds. */
function secondsAfter(error: ServiceError, tries: number, now: Date): number {
  const pause = Math.min(LONGEST_WAIT_SECONDS, SHORTEST_WAIT_SECONDS * 2 ** tries);
  return Math.max(pause, secondsAsked(error, now));
}

function secondsAsked(error: ServiceError, now: Date): number {
  if (error instanceof RequestBudgetSpent) return (error.retryAt.getTime() - now.getTime()) / 1000;
  return (error instanceof MvsepBusy ? error.retryAfterSeconds : undefined) ?? 0;
}
