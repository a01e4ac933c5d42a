import { Metrics } from '@aws-lambda-powertools/metrics';
import { METRICS, type Measures, type MetricName } from './measure.ts';
import { metricsWanted } from './metrics-wanted.ts';

/** Names of errors as we, Step Functions and Lambda write them: few, and never a text from outside. */
const ERROR_NAME = /^[A-Za-z][A-Za-z._]{0,59}$/;

/**
 * Writes metrics into the function's log, from where CloudWatch takes them (embedded metric format): no call, and
 * nothing to wait for.
 *
 * Namespace and deployment come from `POWERTOOLS_METRICS_NAMESPACE` and `POWERTOOLS_SERVICE_NAME`. Without them, in
 * a command line or a test, nothing is written.
 */
export function writeMeasures({ values, reason }: Measures): void {
  if (!metricsWanted()) return;
  const metrics = new Metrics();
  for (const [name, value] of Object.entries(values)) {
    if (isMetricName(name) && Number.isFinite(value)) metrics.addMetric(name, METRICS[name], value);
  }
  if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
  if (reason === undefined) return;
  // A line of its own: a metric with a further dimension is another metric, and alarms need the plain one too.
  metrics.addDimension('Reason', ERROR_NAME.test(reason) ? reason : 'Other');
  metrics.addMetric('JobsFailed', METRICS.JobsFailed, 1);
  metrics.publishStoredMetrics();
}

function isMetricName(name: string): name is MetricName {
  return name in METRICS;
}
