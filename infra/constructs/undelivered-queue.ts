import { Duration, Validations } from 'aws-cdk-lib';
import type { LambdaFunctionProps } from 'aws-cdk-lib/aws-events-targets';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { HouseFunction } from './house-function.ts';

/** How long an event is worth being handled: long enough to outlast an outage. */
const MAXIMUM_EVENT_AGE = Duration.hours(6);

/**
 * Where events end that nobody could handle: those that EventBridge could not deliver, and those that a function
 * took and failed on for good. Nothing of them is lost, and somebody has to look.
 */
export class UndeliveredQueue extends Queue {
  constructor(scope: Construct, id: string) {
    super(scope, id, {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    for (const rule of ['AwsSolutions-SQS3', 'Serverless-SQSRedrivePolicy']) {
      Validations.of(this).acknowledge({ id: rule, reason: 'It is the dead-letter queue itself.' });
    }
  }

  /**
   * How a rule delivers to a function so that no event is lost. The queue of the rule takes what never reached
   * Lambda, the destination of the function what it could not handle.
   */
  deliveryTo(lambdaFunction: HouseFunction): LambdaFunctionProps {
    lambdaFunction.configureAsyncInvoke({
      onFailure: new SqsDestination(this),
      retryAttempts: 2,
      maxEventAge: MAXIMUM_EVENT_AGE,
    });
    return { deadLetterQueue: this, retryAttempts: 10, maxEventAge: MAXIMUM_EVENT_AGE };
  }
}
