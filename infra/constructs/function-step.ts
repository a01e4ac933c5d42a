import { Timeout } from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';
import { timeLimits } from '../time-limits.ts';
import type { HouseFunction } from './house-function.ts';

/** A state that runs a function on the state's input and goes on with what it answers. */
export function functionStep(scope: Construct, name: string, lambdaFunction: HouseFunction): LambdaInvoke {
  const functionTimeout = lambdaFunction.timeout ?? timeLimits.shortFunction;
  return new LambdaInvoke(scope, name, {
    lambdaFunction,
    payloadResponseOnly: true,
    taskTimeout: Timeout.duration(functionTimeout.plus(timeLimits.taskMargin)),
  });
}
