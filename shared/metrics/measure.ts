/** Where every metric of a deployment lies, in CloudWatch. Its one dimension `service` is the name of the stack. */
export const METRIC_NAMESPACE = 'MvsepServerless';

/**
 * Every metric, with its unit. The dashboard and the alarms read them by these names. One that has nothing to say is
 * not written at all: CloudWatch charges for each metric in each hour in which it was written.
 */
export const METRICS = {
  JobsDone: 'Count',
  /** Also by the dimension `Reason`: the name of the error. */
  JobsFailed: 'Count',
  JobsCancelled: 'Count',
  Stems: 'Count',
  BytesCopied: 'Bytes',
  /** How often the service was asked about one job. */
  PollsPerJob: 'Count',
  CreditsQuoted: 'Count',
  /** In this month so far, by the account's history. */
  CreditsCharged: 'Count',
  /** From the upload to the manifest, less what the service itself took. */
  AddedSeconds: 'Seconds',
  InspectSeconds: 'Seconds',
  /** For credits, or for a stem of an earlier step. */
  BlockedSeconds: 'Seconds',
  /** For a turn. */
  QueueSeconds: 'Seconds',
  HandOverSeconds: 'Seconds',
  /** What the service took, until we knew. */
  SeparationSeconds: 'Seconds',
  CopySeconds: 'Seconds',
  CompleteSeconds: 'Seconds',
  /** How long the step that waits longest for its turn has waited. From here on: how things stand each minute. */
  OldestQueuedSeconds: 'Seconds',
  /** How long the separation that is under way longest has been under way. */
  OldestWaitingSeconds: 'Seconds',
  QueuedSteps: 'Count',
  WaitingSteps: 'Count',
  /** Requests whose answers were lost, and whose fate is not known yet. */
  LostRequests: 'Count',
  /** Until the links of a finished separation expire whose stems are not all copied yet. */
  HoursToExpiry: 'None',
  /** Of the month's budget. */
  CreditsLeft: 'Count',
  /** What the daily sweep put right, and what it left for somebody to look at. */
  SweepMended: 'Count',
  SweepLeft: 'Count',
  /** Zips for the quality checker: judged; and refused by it, or given up. */
  EntriesScored: 'Count',
  EntriesFailed: 'Count',
  /** With each look: how long the quality checker has had the zip. */
  OldestEntrySeconds: 'Seconds',
} as const;

export type MetricName = keyof typeof METRICS;

/** Numbers to be written together. */
export interface Measures {
  readonly values: Readonly<Partial<Record<MetricName, number>>>;
  /** Name of the error, for the metric by reason. */
  readonly reason?: string;
}
