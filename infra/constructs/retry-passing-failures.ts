import { Duration } from 'aws-cdk-lib';
import { Errors, JitterType, type TaskStateBase } from 'aws-cdk-lib/aws-stepfunctions';

/** Failures that stay whatever is tried: ours, and what AWS answers to a missing grant or resource. */
const PERMANENT_FAILURES = [
  'CachedResultGone',
  'DownloadRefused',
  'EarlierStepFailed',
  'InvalidSeparation',
  'JobCancelled',
  'JobEnded',
  'JobFailed',
  'ModelFailed',
  'ModelGone',
  'MvsepAmbiguous',
  'MvsepRejected',
  'MvsepUnauthorized',
  'RefusedUrl',
  'SeparationFailed',
  'SeparationTimedOut',
  'SourceChanged',
  'StemsKeyTooLong',
  'SyncFailed',
  'TooFewCredits',
  'UnknownJob',
  'UnknownSeparation',
  'UnusableAudio',
  'UnusableModel',
  'UnusableSubmission',
  'UpstreamChanged',
  'WrongRecipe',
  'AccessDenied',
  'AccessDeniedException',
  'ResourceNotFoundException',
  'Runtime.OutOfMemory',
  'ZodError',
] as const;

/**
 * Lets a step that may be run any number of times be run again after a failure that passes: a table or a bucket
 * that is overloaded for a moment, a connection that breaks. One such moment must not cost a song that was paid
 * for. Timeouts of the step itself do not count as such.
 */
export function retryPassingFailures(step: TaskStateBase): TaskStateBase {
  return step.addRetry({ errors: [...PERMANENT_FAILURES], maxAttempts: 0 }).addRetry({
    errors: [Errors.TASKS_FAILED],
    interval: Duration.seconds(2),
    backoffRate: 2,
    maxAttempts: 5,
    jitterStrategy: JitterType.FULL,
  });
}
