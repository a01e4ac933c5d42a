import { ServiceError } from '../../../shared/errors/service-error.ts';
import { announceSubmission } from '../../../shared/submissions/announce-submission.ts';
import { entryLink } from '../../../shared/submissions/entry-link.ts';
import { failSubmission } from '../../../shared/submissions/fail-submission.ts';
import { findEntry } from '../../../shared/submissions/find-entry.ts';
import { recordEntry } from '../../../shared/submissions/record-entry.ts';
import type { Submission } from '../../../shared/submissions/submission.ts';
import { nextStep, type SubmissionStep } from '../../../shared/submissions/submission-step.ts';
import { pollPause } from './poll-pause.ts';
import type { TrackEntryDeps } from './track-entry.ts';

/** So long after its request was surely over an entry may still come up in the lists. */
const SETTLING_MS = 2 * 3_600_000;
/** So long it is tried to look into lists that cannot be read. */
const GIVE_UP_AFTER_MS = 3 * 86_400_000;

/**
 * Looks for the entry of a submission whose answer was lost. It is never sent again: not being listed proves nothing,
 * and once the lists had two hours to settle its owner decides.
 */
export async function lookForEntry(deps: TrackEntryDeps, found: Submission): Promise<SubmissionStep> {
  const { submissionId, attempt } = found;
  let listed: Awaited<ReturnType<typeof findEntry>>;
  let unread: ServiceError | undefined;
  try {
    listed = await findEntry(deps.client, found);
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    unread = error;
  }
  if (listed !== undefined) {
    const { id } = listed;
    await recordEntry(deps, found, { id, link: entryLink(deps.upstreamUrl, id) });
    deps.log.info('The entry of a lost answer was found', { submissionId, entryId: id });
    await announceSubmission(deps, submissionId);
    return nextStep(found, 'track');
  }
  const now = deps.now();
  const overSince = new Date(settledFrom(found));
  const waited = now.getTime() - overSince.getTime();
  if (waited <= (unread === undefined ? SETTLING_MS : GIVE_UP_AFTER_MS)) {
    return nextStep(found, 'track', pollPause(overSince, now));
  }
  const reason =
    unread === undefined
      ? 'The answer of the quality checker was lost, and the entry did not come up in its lists.'
      : `The answer of the quality checker was lost, and its lists cannot be read: ${unread.message}`;
  await failSubmission(deps, found, { error: 'MvsepAmbiguous', reason });
  return nextStep({ submissionId, attempt }, 'track');
}

/** A submission that is taken up again is looked for again as long. */
function settledFrom({ submittingUntil, startedAt }: Submission): number {
  return Math.max(Date.parse(submittingUntil ?? startedAt), Date.parse(startedAt));
}
