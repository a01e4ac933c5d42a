import type { MvsepClient } from '../../../shared/mvsep/client/mvsep-client.ts';
import {
  type AnnounceSubmissionDeps,
  announceSubmission,
} from '../../../shared/submissions/announce-submission.ts';
import { failSubmission } from '../../../shared/submissions/fail-submission.ts';
import { isOpen, type Submission } from '../../../shared/submissions/submission.ts';
import {
  nextStep,
  type SubmissionInput,
  type SubmissionStep,
} from '../../../shared/submissions/submission-step.ts';
import { askForScores } from './ask-for-scores.ts';
import { lookForEntry } from './look-for-entry.ts';

export interface TrackEntryDeps extends AnnounceSubmissionDeps {
  readonly client: Pick<MvsepClient, 'qualityChecker'>;
  /** Address of the service that the settings name now. */
  readonly upstreamUrl: string;
}

/**
 * Looks once at a submission that was sent: for its entry, when the answer to its request was lost, and then for its
 * scores. May be called any number of times; one that has ended is told of, in case that was cut off.
 */
export async function trackEntry(
  deps: TrackEntryDeps,
  { submissionId, attempt }: SubmissionInput,
): Promise<SubmissionStep> {
  const found = await deps.submissions.get(submissionId);
  if (found.attempt !== attempt) return nextStep({ submissionId, attempt }, 'end');
  if (!isOpen(found)) {
    await announceSubmission(deps, submissionId);
    return nextStep(found, 'end');
  }
  if (found.state === 'queued') return nextStep(found, 'submit');
  if (found.upstream !== new URL(deps.upstreamUrl).host) return giveUpForeign(deps, found);
  return found.state === 'submitting' ? lookForEntry(deps, found) : askForScores(deps, found);
}

/** Another service has other entries under the same numbers. */
async function giveUpForeign(deps: TrackEntryDeps, found: Submission): Promise<SubmissionStep> {
  await failSubmission(deps, found, {
    error: 'UpstreamChanged',
    reason: `It was sent to ${found.upstream}, and the settings name another service now. Set "upstream" back first.`,
  });
  return nextStep(found, 'track');
}
