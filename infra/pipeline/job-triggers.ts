import { Duration } from 'aws-cdk-lib';
import { type EventPattern, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { EVENT_SOURCE, TURN_EVENT } from '../../shared/jobs/pipeline-event.ts';
import { UPLOAD_PREFIX } from '../../shared/jobs/upload-prefix.ts';
import { RECIPES_KEY } from '../../shared/recipes/recipes-key.ts';
import { EndedExecutionRule } from '../constructs/ended-execution-rule.ts';
import { FunctionClock } from '../constructs/function-clock.ts';
import type { UndeliveredQueue } from '../constructs/undelivered-queue.ts';
import type { PipelineFunctions } from './pipeline-functions.ts';

export interface JobTriggersProps {
  readonly bucket: Bucket;
  readonly workflow: StateMachine;
  readonly functions: PipelineFunctions;
  readonly undelivered: UndeliveredQueue;
}

/**
 * The events that set the Pipeline in motion: an upload, the clocks, a turn that was given, and an execution that
 * ended without a word of its own.
 */
export class JobTriggers extends Construct {
  constructor(scope: Construct, id: string, { bucket, workflow, functions, undelivered }: JobTriggersProps) {
    super(scope, id);

    const uploaded = (key: unknown): EventPattern => ({
      source: ['aws.s3'],
      detailType: ['Object Created'],
      detail: { bucket: { name: [bucket.bucketName] }, object: { key: [key] } },
    });
    new Rule(this, 'Upload', {
      description: 'A song was dropped in the bucket',
      eventPattern: uploaded({ prefix: UPLOAD_PREFIX }),
      targets: [new LambdaFunction(functions.onUpload, undelivered.deliveryTo(functions.onUpload))],
    });
    new Rule(this, 'RecipesUpload', {
      description: 'The recipes were changed',
      eventPattern: uploaded(RECIPES_KEY),
      targets: [new LambdaFunction(functions.checkRecipes, undelivered.deliveryTo(functions.checkRecipes))],
    });
    new Rule(this, 'TurnGiven', {
      description: 'A step may be handed to the MVSep API now',
      eventPattern: { source: [EVENT_SOURCE], detailType: [TURN_EVENT] },
      targets: [
        new LambdaFunction(functions.separate, {
          ...undelivered.deliveryTo(functions.separate),
          event: RuleTargetInput.fromEventPath('$.detail'),
        }),
      ],
    });

    const { startQueued, pollSeparations, settleCharges, sweepJobs } = functions;
    const clocks = {
      QueueClock: ['Time to give turns', Duration.minutes(1), startQueued],
      PollClock: ['Time to look at the waiting separations', Duration.minutes(1), pollSeparations],
      SettleClock: ['Time to look what separations cost', Duration.minutes(10), settleCharges],
      SweepClock: ['Time to compare bucket, table and executions', Duration.days(1), sweepJobs],
    } as const;
    for (const [name, [description, every, toldTo]] of Object.entries(clocks)) {
      new FunctionClock(this, name, { description, every, toldTo, undelivered });
    }

    new EndedExecutionRule(this, 'ExecutionEnded', {
      workflows: [workflow],
      toldTo: functions.failJob,
      undelivered,
    });
  }
}
