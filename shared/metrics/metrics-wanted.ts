/** Whether this process is to write metrics: a function of a deployment is, a command line or a test is not. */
export function metricsWanted(): boolean {
  return 'POWERTOOLS_METRICS_NAMESPACE' in process.env;
}
