import { Duration, Validations } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { Construct } from 'constructs';
import type { HouseFunction } from '../constructs/house-function.ts';
import type { UndeliveredQueue } from '../constructs/undelivered-queue.ts';

export interface QueueClockProps {
  readonly tendQueue: HouseFunction;
  readonly undelivered: UndeliveredQueue;
}

/** Has the queue tended each minute. */
export class QueueClock extends Rule {
  constructor(scope: Construct, id: string, { tendQueue, undelivered }: QueueClockProps) {
    // The next tick does what this one could not: an old one is worth nothing, and nobody need look at it.
    const maxEventAge = Duration.minutes(1);
    tendQueue.configureAsyncInvoke({ retryAttempts: 0, maxEventAge });
    Validations.of(tendQueue).acknowledge({
      id: 'Serverless-LambdaAsyncFailureDestination',
      reason: 'A tick of the clock that failed is made up for by the next one.',
    });
    const target = new LambdaFunction(tendQueue, {
      deadLetterQueue: undelivered,
      retryAttempts: 0,
      maxEventAge,
    });
    super(scope, id, {
      description: 'Time to tend the queue',
      schedule: Schedule.rate(Duration.minutes(1)),
      targets: [target],
    });
  }
}
