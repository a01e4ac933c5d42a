import { describeSubmission } from './describe-submission.ts';
import type { Submission } from './submission.ts';

/**
 * What people and programs are shown of a submission: in the bucket, on the bus and by `npm run jobs`. It holds no
 * password, which the record of a submission does not have either.
 */
export function submissionDocument(submission: Submission) {
  const { wish } = submission;
  return {
    submissionId: submission.submissionId,
    state: submission.state,
    summary: describeSubmission(submission),
    zip: submission.zip,
    dataset: { type: submission.datasetType, name: submission.datasetName },
    algorithm: wish?.algorithm,
    description: wish?.description,
    ensemble: wish?.ensemble,
    entry: submission.entryId === undefined ? undefined : { id: submission.entryId, link: submission.link },
    sdr: submission.sdr,
    metrics: submission.metrics,
    message: submission.message,
    problems: submission.problems,
    failure: submission.failure,
    times: {
      dropped: submission.createdAt,
      submitted: submission.submittedAt,
      /** As the service writes it, in UTC. */
      evaluated: submission.evaluatedAt,
      ended: submission.endedAt,
    },
  };
}
