import { CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Construct } from 'constructs';
import { ENTRY_PREFIX } from '../../shared/submissions/entry-prefixes.ts';
import { EndedExecutionRule } from '../constructs/ended-execution-rule.ts';
import { ToldAlarm } from '../constructs/told-alarm.ts';
import { pipelineMetrics } from '../pipeline/pipeline-metrics.ts';
import { QualityEntryFunctions } from './quality-entry-functions.ts';
import { QualityEntryWorkflow } from './quality-entry-workflow.ts';
import type { SyncsProps } from './syncs.ts';

/** An entry that takes longer is not lost, but somebody should know. */
const STUCK_AFTER = Duration.days(7);

/** Zips for the quality checker: dropped in the bucket, submitted once, followed to their scores. */
export class QualityEntries extends Construct {
  constructor(scope: Construct, id: string, props: SyncsProps) {
    super(scope, id);
    const { settings, bucket, undelivered } = props;
    const functions = new QualityEntryFunctions(this, 'Functions', props);
    const { stateMachine } = new QualityEntryWorkflow(this, 'Workflow', { functions, settings });
    const { acceptEntry, failEntry } = functions;
    acceptEntry.addEnvironment('WORKFLOW_ARN', stateMachine.stateMachineArn);
    acceptEntry.mayDo(['states:StartExecution'], [stateMachine.stateMachineArn]);
    new Rule(this, 'Dropped', {
      description: 'A zip or a sidecar file for the quality checker was dropped in the bucket',
      eventPattern: {
        source: ['aws.s3'],
        detailType: ['Object Created'],
        detail: { bucket: { name: [bucket.bucketName] }, object: { key: [{ prefix: ENTRY_PREFIX }] } },
      },
      targets: [new LambdaFunction(acceptEntry, undelivered.deliveryTo(acceptEntry))],
    });
    new EndedExecutionRule(this, 'ExecutionEnded', {
      workflows: [stateMachine],
      toldTo: failEntry,
      undelivered,
    });
    this.#watch(props);
    new CfnOutput(Stack.of(this), 'QualityEntryWorkflowArn', {
      value: stateMachine.stateMachineArn,
      description: 'Follows zips for the quality checker: an execution each',
    });
  }

  #watch({ told }: SyncsProps): void {
    const metric = pipelineMetrics(this);
    new ToldAlarm(this, 'FailedEntries', {
      metric: metric('EntriesFailed', Stats.SUM, Duration.hours(1)),
      threshold: 1,
      evaluationPeriods: 1,
      told,
      sentence:
        'A zip for the quality checker has no scores, for its user gave it in wrong or it could not be sent: its ' +
        'result file says why. Look at it with npm run jobs -- entries, put right what it says, and drop the sidecar ' +
        'file again.',
    });
    new ToldAlarm(this, 'StuckEntries', {
      metric: metric('OldestEntrySeconds', Stats.MAXIMUM, Duration.hours(1)),
      threshold: STUCK_AFTER.toSeconds(),
      evaluationPeriods: 3,
      told,
      sentence:
        `The quality checker has not judged a zip for ${STUCK_AFTER.toDays()} days: its user waits for scores, and ` +
        'after 14 days it is given up. Look whether the quality checker judges anything at all, and ask the service.',
    });
  }
}
