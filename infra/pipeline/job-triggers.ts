import { Duration, Validations } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { UPLOAD_PREFIX } from '../../shared/jobs/upload-prefix.ts';
import { EndedExecutionRule } from '../constructs/ended-execution-rule.ts';
import { UndeliveredQueue } from '../constructs/undelivered-queue.ts';
import type { PipelineFunctions } from './pipeline-functions.ts';

export interface JobTriggersProps {
  readonly bucket: Bucket;
  readonly workflow: StateMachine;
  readonly functions: PipelineFunctions;
  readonly pollEvery: Duration;
}

/**
 * The events that set the Pipeline in motion: an upload, the clock, and an execution that ended without a word
 * of its own.
 */
export class JobTriggers extends Construct {
  constructor(scope: Construct, id: string, { bucket, workflow, functions, pollEvery }: JobTriggersProps) {
    super(scope, id);
    const undelivered = new UndeliveredQueue(this, 'Undelivered');

    new Rule(this, 'Upload', {
      description: 'A song was dropped in the bucket',
      eventPattern: {
        source: ['aws.s3'],
        detailType: ['Object Created'],
        detail: { bucket: { name: [bucket.bucketName] }, object: { key: [{ prefix: UPLOAD_PREFIX }] } },
      },
      targets: [new LambdaFunction(functions.onUpload, undelivered.deliveryTo(functions.onUpload))],
    });

    // The next tick does what this one could not: an old one is worth nothing, and nobody need look at it.
    functions.pollSeparations.configureAsyncInvoke({ retryAttempts: 0, maxEventAge: Duration.minutes(1) });
    Validations.of(functions.pollSeparations).acknowledge({
      id: 'Serverless-LambdaAsyncFailureDestination',
      reason: 'A tick of the clock that failed is made up for by the next one.',
    });
    new Rule(this, 'PollClock', {
      description: 'Time to look at the waiting jobs',
      schedule: Schedule.rate(pollEvery),
      targets: [
        new LambdaFunction(functions.pollSeparations, {
          deadLetterQueue: undelivered,
          retryAttempts: 0,
          maxEventAge: Duration.minutes(1),
        }),
      ],
    });

    new EndedExecutionRule(this, 'ExecutionEnded', {
      workflows: [workflow],
      toldTo: functions.failJob,
      undelivered,
    });
  }
}
