import { CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import { MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import { Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events';
import { SfnStateMachine } from 'aws-cdk-lib/aws-events-targets';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { ToldAlarm } from '../constructs/told-alarm.ts';
import type { PipelineParts } from '../pipeline/pipeline-parts.ts';
import { LeaderboardFunctions } from './leaderboard-functions.ts';
import { LeaderboardWorkflow } from './leaderboard-workflow.ts';
import { SnapshotTable } from './snapshot-table.ts';
import type { SyncsProps } from './syncs.ts';

/** Reads the leaderboards of the quality checker by the clock, keeps them, and tells what is new on them. */
export class LeaderboardSync extends Construct {
  readonly stateMachine: StateMachine;

  constructor(scope: Construct, id: string, props: SyncsProps) {
    super(scope, id);
    const functions = new LeaderboardFunctions(this, 'Functions', props);
    const { stateMachine } = new LeaderboardWorkflow(this, 'Workflow', {
      functions,
      settings: props.settings,
    });
    this.stateMachine = stateMachine;
    this.#schedule(stateMachine, props);
    this.#watch(stateMachine, props);
    const { databaseName } = new SnapshotTable(this, 'Snapshots', props.bucket);
    new CfnOutput(Stack.of(this), 'LeaderboardSyncArn', {
      value: stateMachine.stateMachineArn,
      description: 'Start an execution of it to read the leaderboards now',
    });
    new CfnOutput(Stack.of(this), 'AthenaDatabase', {
      value: databaseName,
      description: 'Where Athena finds the snapshots of the leaderboards',
    });
  }

  #schedule(stateMachine: StateMachine, { settings, undelivered }: PipelineParts): void {
    const { leaderboardHours } = settings.syncs;
    if (leaderboardHours === 0) return;
    new Rule(this, 'Clock', {
      description: 'Time to read the leaderboards of the quality checker',
      schedule: Schedule.rate(Duration.hours(leaderboardHours)),
      targets: [
        new SfnStateMachine(stateMachine, {
          input: RuleTargetInput.fromObject({}),
          deadLetterQueue: undelivered,
          retryAttempts: 10,
          maxEventAge: Duration.hours(1),
        }),
      ],
    });
  }

  #watch(stateMachine: StateMachine, { told }: SyncsProps): void {
    const period = Duration.hours(1);
    new ToldAlarm(this, 'FailedLeaderboardSync', {
      metric: new MathExpression({
        expression: 'FILL(failed, 0) + FILL(timedOut, 0)',
        usingMetrics: {
          failed: stateMachine.metricFailed({ period }),
          timedOut: stateMachine.metricTimedOut({ period }),
        },
        period,
      }),
      threshold: 1,
      evaluationPeriods: 1,
      told,
      sentence:
        'Leaderboards could not be read or published: what is shown of them is a day old, and so may be what ' +
        '"best:" chooses for a song. Open the execution in Step Functions: it names the boards and the errors. The ' +
        'next run goes on by itself.',
    });
  }
}
