import { Duration } from 'aws-cdk-lib';
import { Errors, JsonPath, Succeed, type TaskStateBase } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { functionStep } from '../constructs/function-step.ts';
import type { HouseFunction } from '../constructs/house-function.ts';

/** A receiver that does not answer is asked again for some minutes, then left alone: it can still poll. */
const WEBHOOK_RETRY = { errors: [Errors.ALL], interval: Duration.seconds(2), backoffRate: 4, maxAttempts: 4 };

/** The last step of a workflow: the caller is told how it ended, and the execution has ended well either way. */
export function webhookStep(scope: Construct, postWebhook: HouseFunction): TaskStateBase {
  const ended = new Succeed(scope, 'Ended', { comment: 'Done or failed: the record says which' });
  const step = functionStep(scope, 'Post webhook', postWebhook)
    .addRetry(WEBHOOK_RETRY)
    .addCatch(ended, { errors: [Errors.ALL], resultPath: JsonPath.DISCARD });
  step.next(ended);
  return step;
}
