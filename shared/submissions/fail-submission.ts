import { type AnnounceSubmissionDeps, announceSubmission } from './announce-submission.ts';
import type { Submission } from './submission.ts';

/** What a submission is given up for. */
export interface SubmissionFailure {
  readonly error: string;
  /** A sentence for its owner, without what to do: that follows from whether the service has the zip. */
  readonly reason: string;
}

/**
 * Gives a submission up and says what to do now. What the service may have is never sent again by itself: dropping the
 * sidecar file again looks for it, or goes on following it.
 *
 * @returns false when it has moved on meanwhile
 */
export async function failSubmission(
  deps: AnnounceSubmissionDeps,
  found: Submission,
  { error, reason }: SubmissionFailure,
): Promise<boolean> {
  const at = deps.now().toISOString();
  const received = receivedOf(found);
  const failure = { error, reason: `${reason} ${adviceOn(found, received)}`, received };
  const failed = await deps.submissions.change(found, {
    state: 'failed',
    failure,
    endedAt: at,
    updatedAt: at,
  });
  if (failed === undefined) return false;
  deps.log.warn('A submission was given up', { submissionId: found.submissionId, error, received });
  await announceSubmission(deps, found.submissionId);
  return true;
}

function receivedOf({ entryId, submittingBy }: Submission): 'no' | 'maybe' | 'yes' {
  if (entryId !== undefined) return 'yes';
  return submittingBy === undefined ? 'no' : 'maybe';
}

function adviceOn({ submissionId, link }: Submission, received: 'no' | 'maybe' | 'yes'): string {
  switch (received) {
    case 'no':
      return 'The quality checker has not received it. Put that right, and drop the sidecar file again.';
    case 'maybe':
      return (
        `The quality checker may have received it: look for [${submissionId}] in its queue. ` +
        'If it is there, or comes up later, drop the sidecar file again, and it is followed. ' +
        'Only if it surely is not, drop the zip under another name: that is another submission.'
      );
    case 'yes':
      return `The quality checker has it: ${link}. Drop the sidecar file again to follow it further.`;
  }
}
