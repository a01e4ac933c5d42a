import { type EventPattern, Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { LEADERBOARD_NAMES_KEY } from '../../shared/leaderboards/leaderboard-names-key.ts';
import { LEADERBOARD_NAMES_REPORT_KEY } from '../../shared/leaderboards/report-unmapped.ts';
import { functionFamily } from '../constructs/function-family.ts';
import type { PipelineParts } from '../pipeline/pipeline-parts.ts';
import { timeLimits } from '../time-limits.ts';

export interface LeaderboardNamesProps extends PipelineParts {
  /** The workflow that reads the leaderboards. */
  readonly sync: StateMachine;
}

/** Says which names of leaderboards nobody knows, and what is wrong in those that users have written down. */
export class LeaderboardNames extends Construct {
  constructor(scope: Construct, id: string, props: LeaderboardNamesProps) {
    super(scope, id);
    const { settings, bucket, leaderboards, undelivered, sync } = props;
    const define = functionFamily(this, {
      folder: 'functions/syncs',
      logRetentionDays: settings.logRetentionDays,
    });
    const checkNames = define('check-leaderboard-names', {
      description: 'Says which names of leaderboards nobody knows, and what is wrong in your own',
      memoryMegabytes: 512,
      timeout: timeLimits.shortFunction,
      environment: { BUCKET: bucket.bucketName, LEADERBOARDS_TABLE: leaderboards.tableName },
    });
    checkNames.mayDo(['dynamodb:Query'], [leaderboards.tableArn]);
    checkNames.mayDo(['s3:ListBucket'], [bucket.bucketArn]);
    checkNames.mayDo(['s3:GetObject'], [bucket.arnForObjects(LEADERBOARD_NAMES_KEY)]);
    checkNames.mayDo(['s3:PutObject'], [bucket.arnForObjects(LEADERBOARD_NAMES_REPORT_KEY)]);
    const occasions: Readonly<Record<string, readonly [string, EventPattern]>> = {
      NamesUpload: [
        'The names of leaderboards were changed',
        {
          source: ['aws.s3'],
          detailType: ['Object Created'],
          detail: { bucket: { name: [bucket.bucketName] }, object: { key: [LEADERBOARD_NAMES_KEY] } },
        },
      ],
      SyncEnded: [
        'Leaderboards were read: some of them, where the whole failed',
        {
          source: ['aws.states'],
          detailType: ['Step Functions Execution Status Change'],
          detail: {
            stateMachineArn: [sync.stateMachineArn],
            status: ['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'],
          },
        },
      ],
    };
    const target = new LambdaFunction(checkNames, undelivered.deliveryTo(checkNames));
    for (const [name, [description, eventPattern]] of Object.entries(occasions)) {
      new Rule(this, name, { description, eventPattern, targets: [target] });
    }
  }
}
