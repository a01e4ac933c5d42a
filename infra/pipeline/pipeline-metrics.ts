import { Duration, Stack } from 'aws-cdk-lib';
import { Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { METRIC_NAMESPACE, type MetricName } from '../../shared/metrics/measure.ts';

/** Reads a metric of this deployment by its name. */
export type ReadMetric = (name: MetricName, statistic?: string, period?: Duration) => Metric;

/** What the functions of a Pipeline stack write: a sum over five minutes, if nothing else is asked for. */
export function pipelineMetrics(scope: Construct): ReadMetric {
  return (name, statistic = Stats.SUM, period = Duration.minutes(5)) =>
    new Metric({
      namespace: METRIC_NAMESPACE,
      metricName: name,
      dimensionsMap: { service: Stack.of(scope).stackName },
      statistic,
      period,
    });
}
