import { Duration } from 'aws-cdk-lib';
import { ComparisonOperator, MathExpression, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { HouseFunction } from '../constructs/house-function.ts';
import { ToldAlarm, type ToldAlarmProps } from '../constructs/told-alarm.ts';
import type { Settings } from '../settings.ts';
import type { PipelineFunctions } from './pipeline-functions.ts';
import { pipelineMetrics } from './pipeline-metrics.ts';

export interface AlarmsProps {
  readonly settings: Settings;
  readonly functions: PipelineFunctions;
  readonly workflow: StateMachine;
  readonly undelivered: Queue;
  /** Who hears of them; without it they show in CloudWatch only. */
  readonly told: Topic | undefined;
}

/** Several songs, so that one broken file wakes nobody. */
const FAILURES_AN_HOUR = 5;

/** What somebody should look at although no song says so. The same sentences stand in `docs/operation.md`. */
export class Alarms extends Construct {
  readonly #told: Topic | undefined;

  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    this.#told = props.told;
    this.#watchWaits(props);
    this.#watchFailures(props);
    this.#watchClocks(props.functions);
    this.#watchBudget(props.settings);
  }

  #watchWaits({ settings }: AlarmsProps): void {
    const metric = pipelineMetrics(this);
    const longestSeparation = settings.separationTimeoutHours * 3600;
    this.#watch('OldestQueuedJob', {
      metric: metric('OldestQueuedSeconds', Stats.MAXIMUM),
      threshold: 24 * 3600,
      evaluationPeriods: 3,
      sentence:
        'A song has waited for its turn for more than a day: its stems come late. Compare "separationsAtOnce" and ' +
        '"requestsPerMinute" with the plan of the account, and look whether the service takes any work.',
    });
    this.#watch('OldestWaitingJob', {
      metric: metric('OldestWaitingSeconds', Stats.MAXIMUM),
      threshold: longestSeparation / 2,
      evaluationPeriods: 3,
      sentence:
        `A separation has been under way for ${settings.separationTimeoutHours / 2} hours, half of what it may take: ` +
        'its song is late, and fails when the time is up. Look at the queue of the service, and raise ' +
        '"separationTimeoutHours" if it is just slow.',
    });
    this.#watch('ExpiresBeforeCopied', {
      metric: metric('HoursToExpiry', Stats.MINIMUM),
      comparisonOperator: ComparisonOperator.LESS_THAN_OR_EQUAL_TO_THRESHOLD,
      threshold: 24,
      evaluationPeriods: 1,
      sentence:
        'Stems that were paid for are deleted by the service within a day and are not in the bucket yet: the user ' +
        'would pay for them again. Look why copy-stem fails, retry the jobs that failed, or fetch the stems by hand.',
    });
    this.#watch('LostRequests', {
      metric: metric('LostRequests', Stats.MINIMUM, Duration.minutes(15)),
      threshold: 1,
      evaluationPeriods: 4,
      sentence:
        'For an hour it has been unknown whether a request that got no answer was taken and charged: its song does ' +
        'not move on. Look into the separation history of the account, and whether it can be read at all.',
    });
  }

  #watchFailures({ workflow, undelivered }: AlarmsProps): void {
    const metric = pipelineMetrics(this);
    const anHour = Duration.hours(1);
    this.#watch('FailedJobs', {
      metric: metric('JobsFailed', Stats.SUM, anHour),
      threshold: FAILURES_AN_HOUR,
      evaluationPeriods: 1,
      sentence:
        'Several songs failed within an hour: users get no stems, or not all. The dashboard shows the reasons; put ' +
        'right what they say and retry the jobs, which pays only for what failed.',
    });
    this.#watch('FailedExecutions', {
      metric: new MathExpression({
        // Without a value of the one, the sum of both would have none either.
        expression: 'FILL(failed, 0) + FILL(timedOut, 0)',
        usingMetrics: {
          failed: workflow.metricFailed({ period: anHour }),
          timedOut: workflow.metricTimedOut({ period: anHour }),
        },
        period: anHour,
      }),
      threshold: FAILURES_AN_HOUR,
      evaluationPeriods: 1,
      sentence:
        'Several executions of the workflow broke off within an hour: songs end without stems, perhaps without a ' +
        'reason on their records. Open the executions in Step Functions, and run the sweep when the cause is gone.',
    });
    this.#watch('UndeliveredEvents', {
      metric: undelivered.metricApproximateNumberOfMessagesVisible({ statistic: Stats.MAXIMUM }),
      threshold: 1,
      evaluationPeriods: 1,
      sentence:
        'An event could not be handled: an upload may have no job, or a notification may not have arrived. Read the ' +
        'message in the queue, put right what its error says, and delete it; the daily sweep submits lost uploads.',
    });
  }

  #watchClocks({ startQueued, pollSeparations, settleCharges, sweepJobs }: PipelineFunctions): void {
    this.#watch('FailingClocks', {
      metric: ofEach([startQueued, pollSeparations], 'errors', 'SUM'),
      threshold: 3,
      evaluationPeriods: 2,
      sentence:
        'The functions that run each minute fail again and again: songs wait although their turn has come or their ' +
        'stems are ready. Look into the logs of start-queued and poll-separations.',
    });
    this.#watch('UnsettledCharges', {
      // It runs every ten minutes: five minutes never hold more than one of its errors.
      metric: settleCharges.metricErrors({ period: Duration.minutes(30) }),
      threshold: 3,
      evaluationPeriods: 1,
      sentence:
        'What separations really cost has not been read for half an hour: the budget counts quotes instead, and songs ' +
        'may wait for credits that are there. Look into the log of settle-charges, and whether the token is valid.',
    });
    this.#watch('FailedSweep', {
      metric: sweepJobs.metricErrors({ period: Duration.minutes(5) }),
      threshold: 1,
      evaluationPeriods: 1,
      sentence:
        'The daily sweep failed: a song whose event was lost waits for another day. Look into the log of sweep-jobs ' +
        'and its report, and invoke it again when the cause is gone.',
    });
    this.#watch('StoppedClocks', {
      metric: ofEach([startQueued, pollSeparations], 'invocations', 'MIN'),
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      threshold: 1,
      evaluationPeriods: 2,
      treatMissingData: TreatMissingData.BREACHING,
      sentence:
        'A function that should run each minute does not run: no song that waits moves on. See whether the rules of ' +
        'the clocks are enabled, and whether the account has any free concurrency.',
    });
  }

  #watchBudget({ creditsPerMonth }: Settings): void {
    if (creditsPerMonth === undefined) return;
    this.#watch('BudgetNearlyUsed', {
      metric: pipelineMetrics(this)('CreditsLeft', Stats.MINIMUM),
      comparisonOperator: ComparisonOperator.LESS_THAN_OR_EQUAL_TO_THRESHOLD,
      threshold: Math.floor(creditsPerMonth / 10),
      evaluationPeriods: 1,
      sentence:
        'At most a tenth of the credits of this month is left: further songs will wait until the next one. Raise ' +
        '"creditsPerMonth", approve single jobs, or let them wait.',
    });
  }

  #watch(id: string, watch: Omit<ToldAlarmProps, 'told'>): void {
    new ToldAlarm(this, id, { ...watch, told: this.#told });
  }
}

/** One number over five minutes for several functions; a function that says nothing counts as zero. */
function ofEach(
  functions: readonly HouseFunction[],
  kind: 'errors' | 'invocations',
  how: 'SUM' | 'MIN',
): MathExpression {
  const period = Duration.minutes(5);
  const metrics = functions.map((one) =>
    kind === 'errors' ? one.metricErrors({ period }) : one.metricInvocations({ period }),
  );
  return new MathExpression({
    expression: `${how}([${metrics.map((_, index) => `FILL(m${index}, 0)`).join(', ')}])`,
    usingMetrics: Object.fromEntries(metrics.map((metric, index) => [`m${index}`, metric])),
    period,
  });
}
