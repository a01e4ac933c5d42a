import { Duration, Stack } from 'aws-cdk-lib';
import {
  Dashboard,
  GraphWidget,
  type IMetric,
  MathExpression,
  SingleValueWidget,
  Stats,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { METRIC_NAMESPACE, type MetricName } from '../../shared/metrics/measure.ts';
import { HouseFunction } from '../constructs/house-function.ts';
import type { PipelineFunctions } from './pipeline-functions.ts';
import { pipelineMetrics, type ReadMetric } from './pipeline-metrics.ts';

export interface PipelineDashboardProps {
  readonly functions: PipelineFunctions;
  readonly workflow: StateMachine;
  readonly undelivered: Queue;
}

/** Widgets in a row of 24 columns. */
const THIRD = 8;
const HALF = 12;

/** Phases of `AddedSeconds`, in their order. */
const PHASES: readonly MetricName[] = [
  'InspectSeconds',
  'BlockedSeconds',
  'QueueSeconds',
  'HandOverSeconds',
  'CopySeconds',
  'CompleteSeconds',
];

/** One page that answers: do songs become stems, how fast, for how much, and what stands in the way? */
export class PipelineDashboard extends Dashboard {
  constructor(scope: Construct, id: string, { functions, workflow, undelivered }: PipelineDashboardProps) {
    const metric = pipelineMetrics(scope);
    super(scope, id, {
      dashboardName: Stack.of(scope).stackName,
      defaultInterval: Duration.days(1),
      widgets: [
        [totals(metric)],
        jobsAndMoney(metric),
        [addedTime(metric), failuresByReason(scope)],
        waits(metric),
        [workflowAndQueue(metric, workflow, undelivered), qualityEntries(metric)],
        functionGraphs(functions),
      ],
    });
  }
}

function totals(metric: ReadMetric): SingleValueWidget {
  const names: readonly MetricName[] = [
    'JobsDone',
    'JobsFailed',
    'JobsCancelled',
    'Stems',
    'CreditsQuoted',
    'BytesCopied',
  ];
  return new SingleValueWidget({
    title: 'In the time shown',
    metrics: names.map((name) => metric(name)),
    setPeriodToTimeRange: true,
    width: 24,
    height: 4,
  });
}

function jobsAndMoney(metric: ReadMetric): GraphWidget[] {
  return [
    graph('Jobs that ended', THIRD, [metric('JobsDone'), metric('JobsFailed'), metric('JobsCancelled')]),
    graph('Credits', THIRD, [
      metric('CreditsQuoted'),
      metric('CreditsCharged', Stats.MAXIMUM),
      metric('CreditsLeft', Stats.MINIMUM),
    ]),
    graph('How often the service was asked about a job', THIRD, [
      metric('PollsPerJob', Stats.AVERAGE),
      metric('PollsPerJob', Stats.MAXIMUM),
    ]),
  ];
}

function addedTime(metric: ReadMetric): GraphWidget {
  return new GraphWidget({
    title: 'Seconds added to a song by phase (median); right: in all, and what the service took',
    width: HALF,
    stacked: true,
    left: PHASES.map((phase) => metric(phase, Stats.percentile(50))),
    right: [
      metric('AddedSeconds', Stats.percentile(50)),
      metric('AddedSeconds', Stats.percentile(95)),
      metric('SeparationSeconds', Stats.percentile(50)),
    ],
  });
}

function failuresByReason(scope: Construct): GraphWidget {
  const { stackName } = Stack.of(scope);
  const search = `{${METRIC_NAMESPACE},Reason,service} MetricName="JobsFailed" service="${stackName}"`;
  return graph('Failures by reason', HALF, [
    new MathExpression({
      expression: `SEARCH('${search}', 'Sum', 300)`,
      usingMetrics: {},
      label: '',
      period: Duration.minutes(5),
    }),
  ]);
}

function waits(metric: ReadMetric): GraphWidget[] {
  return [
    graph('Oldest waits, in seconds', THIRD, [
      metric('OldestQueuedSeconds', Stats.MAXIMUM),
      metric('OldestWaitingSeconds', Stats.MAXIMUM),
      metric('OldestEntrySeconds', Stats.MAXIMUM),
    ]),
    graph('Separations that wait', THIRD, [
      metric('QueuedSteps', Stats.MAXIMUM),
      metric('WaitingSteps', Stats.MAXIMUM),
      metric('LostRequests', Stats.MAXIMUM),
    ]),
    graph('Hours until stems expire that are not copied yet', THIRD, [
      metric('HoursToExpiry', Stats.MINIMUM),
    ]),
  ];
}

function workflowAndQueue(metric: ReadMetric, workflow: StateMachine, undelivered: Queue): GraphWidget {
  return graph(
    'Executions that broke off, events that nobody handled, findings of the daily sweep',
    2 * THIRD,
    [
      workflow.metricFailed(),
      workflow.metricTimedOut(),
      workflow.metricAborted(),
      undelivered.metricApproximateNumberOfMessagesVisible({ statistic: Stats.MAXIMUM }),
      metric('SweepMended'),
      metric('SweepLeft'),
    ],
  );
}

function qualityEntries(metric: ReadMetric): GraphWidget {
  return graph('Zips for the quality checker that ended', THIRD, [
    metric('EntriesScored'),
    metric('EntriesFailed'),
  ]);
}

/** Few metrics, since a dashboard of more than fifty is none of the free ones: throttles are those of the account. */
function functionGraphs(functions: PipelineFunctions): GraphWidget[] {
  const all = Object.values(functions).filter((one) => one instanceof HouseFunction);
  const { inspectAudio, separate, copyStem } = functions;
  return [
    graph(
      'Errors',
      THIRD,
      all.map((one) => one.metricErrors({ label: one.node.id })),
    ),
    graph('Throttles of all functions of the account', THIRD, [LambdaFunction.metricAllThrottles()]),
    graph(
      'Duration in milliseconds (95 %)',
      THIRD,
      // Whatever reads or writes whole songs; a run of a clock lasts as long as there is something to do.
      [inspectAudio, separate, copyStem].map((one) =>
        one.metricDuration({ label: one.node.id, statistic: Stats.percentile(95) }),
      ),
    ),
  ];
}

function graph(title: string, width: number, left: IMetric[]): GraphWidget {
  return new GraphWidget({ title, width, left });
}
