import { Duration } from 'aws-cdk-lib';
import { type RetryProps, type TaskStateBase, Timeout } from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';
import { timeLimits } from '../time-limits.ts';
import type { HouseFunction } from './house-function.ts';
import { THROTTLED_RETRY } from './throttled-retry.ts';

/** The function was killed in the middle. Every function may be run again: none does its work twice. */
const KILLED_RETRY: RetryProps = {
  errors: ['Lambda.Unknown', 'Sandbox.Timedout', 'Runtime.ExitError', 'States.Timeout'],
  interval: Duration.seconds(1),
  backoffRate: 2,
  maxAttempts: 2,
};

/** A state that runs a function on the state's input and goes on with what it answers. */
export function functionStep(scope: Construct, name: string, lambdaFunction: HouseFunction): TaskStateBase {
  const functionTimeout = lambdaFunction.timeout ?? timeLimits.shortFunction;
  return new LambdaInvoke(scope, name, {
    lambdaFunction,
    payloadResponseOnly: true,
    taskTimeout: Timeout.duration(functionTimeout.plus(timeLimits.taskMargin)),
  })
    .addRetry(THROTTLED_RETRY)
    .addRetry(KILLED_RETRY);
}
