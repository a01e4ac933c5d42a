import { Duration, Validations } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { Construct } from 'constructs';
import type { HouseFunction } from './house-function.ts';
import type { UndeliveredQueue } from './undelivered-queue.ts';

export interface FunctionClockProps {
  readonly description: string;
  readonly every: Duration;
  readonly toldTo: HouseFunction;
  readonly undelivered: UndeliveredQueue;
}

/** How long a tick of a slow clock waits for a function that has no room to run, in minutes. */
const LONGEST_WAIT_MINUTES = 60;

/**
 * Runs a function again and again. A tick that fails is not repeated: the next one makes up for it. One that finds
 * no free concurrency waits at most until the next would come: a daily one must not be lost to a busy minute.
 */
export class FunctionClock extends Rule {
  constructor(scope: Construct, id: string, { description, every, toldTo, undelivered }: FunctionClockProps) {
    // An old tick is worth nothing, and nobody need look at it.
    const maxEventAge = Duration.minutes(Math.min(every.toMinutes(), LONGEST_WAIT_MINUTES));
    toldTo.configureAsyncInvoke({ retryAttempts: 0, maxEventAge });
    Validations.of(toldTo).acknowledge({
      id: 'Serverless-LambdaAsyncFailureDestination',
      reason: 'A tick of the clock that failed is made up for by the next one.',
    });
    const delivery = { deadLetterQueue: undelivered, retryAttempts: 0, maxEventAge };
    super(scope, id, {
      description,
      schedule: Schedule.rate(every),
      targets: [new LambdaFunction(toldTo, delivery)],
    });
  }
}
