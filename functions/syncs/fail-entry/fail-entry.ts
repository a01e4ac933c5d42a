import type { ReportedError } from '../../../shared/aws/failed-execution.ts';
import {
  type AnnounceSubmissionDeps,
  announceSubmission,
} from '../../../shared/submissions/announce-submission.ts';
import { failSubmission } from '../../../shared/submissions/fail-submission.ts';
import { isOpen } from '../../../shared/submissions/submission.ts';
import type { SubmissionInput } from '../../../shared/submissions/submission-step.ts';

/**
 * Ends a submission whose execution broke off. One that has ended in a way of its own keeps that, and one that was
 * begun again is not touched.
 */
export async function failEntry(
  deps: AnnounceSubmissionDeps,
  { submissionId, attempt }: SubmissionInput,
  { name, cause }: ReportedError,
): Promise<void> {
  const found = await deps.submissions.get(submissionId);
  if (found.attempt !== attempt) return;
  deps.log.error('The execution of a submission broke off', { submissionId, attempt, error: name, cause });
  if (!isOpen(found)) return announceSubmission(deps, submissionId);
  const failed = await failSubmission(deps, found, {
    error: name,
    reason: `It is not followed any more, because its execution broke off with ${name}.`,
  });
  if (!failed) throw new Error(`The submission ${submissionId} moved on while it was given up.`);
}
