import { Duration } from 'aws-cdk-lib';
import { EventField, Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction, type LambdaFunctionProps } from 'aws-cdk-lib/aws-events-targets';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { PipelineFunctions } from './pipeline-functions.ts';

/** Songs are dropped below this prefix. */
const UPLOAD_PREFIX = 'uploads/';

export interface JobTriggersProps {
  readonly bucket: Bucket;
  readonly workflow: StateMachine;
  readonly functions: PipelineFunctions;
  readonly pollEvery: Duration;
}

/**
 * The events that set the Pipeline in motion: an upload, the clock, and an execution that ended without
 * a word of its own (stopped by hand, or timed out as a whole).
 *
 * An event that cannot be delivered ends in the queue `undelivered`, not in oblivion.
 */
export class JobTriggers extends Construct {
  readonly undelivered: Queue;

  constructor(scope: Construct, id: string, props: JobTriggersProps) {
    super(scope, id);
    this.undelivered = new Queue(this, 'Undelivered', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    const delivery: LambdaFunctionProps = {
      deadLetterQueue: this.undelivered,
      retryAttempts: 10,
      maxEventAge: Duration.hours(6),
    };

    new Rule(this, 'Upload', {
      description: 'A song was dropped in the bucket',
      eventPattern: {
        source: ['aws.s3'],
        detailType: ['Object Created'],
        detail: { bucket: { name: [props.bucket.bucketName] }, object: { key: [{ prefix: UPLOAD_PREFIX }] } },
      },
      targets: [new LambdaFunction(props.functions.onUpload, delivery)],
    });
    new Rule(this, 'PollClock', {
      description: 'Time to look at the waiting jobs',
      schedule: Schedule.rate(props.pollEvery),
      // The next tick does what this one could not: an old one is worth nothing.
      targets: [new LambdaFunction(props.functions.pollSeparations, { ...delivery, retryAttempts: 0 })],
    });
    new Rule(this, 'ExecutionEnded', {
      description: 'An execution ended and may have had no chance to say why',
      eventPattern: {
        source: ['aws.states'],
        detailType: ['Step Functions Execution Status Change'],
        detail: {
          stateMachineArn: [props.workflow.stateMachineArn],
          status: ['FAILED', 'TIMED_OUT', 'ABORTED'],
        },
      },
      targets: [
        new LambdaFunction(props.functions.failJob, {
          ...delivery,
          event: RuleTargetInput.fromObject({
            jobId: EventField.fromPath('$.detail.name'),
            error: {
              Error: EventField.fromPath('$.detail.status'),
              Cause: EventField.fromPath('$.detail.cause'),
            },
          }),
        }),
      ],
    });
  }
}
