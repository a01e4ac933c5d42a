import { Duration } from 'aws-cdk-lib';
import { JitterType, type RetryProps } from 'aws-cdk-lib/aws-stepfunctions';

/** The account runs as many functions as it may: with hundreds of songs at once, an everyday matter. */
export const THROTTLED_RETRY: RetryProps = {
  errors: ['Lambda.TooManyRequestsException'],
  interval: Duration.seconds(2),
  backoffRate: 2,
  maxDelay: Duration.minutes(2),
  maxAttempts: 30,
  jitterStrategy: JitterType.FULL,
};
