/** The source of every event that the Pipeline puts on the default bus. */
export const EVENT_SOURCE = 'mvsep-serverless.pipeline';

/** Asks for a step to be handed over now: its turn has come. For the Pipeline itself; detail: `StepRef`. */
export const TURN_EVENT = 'Turn Given';

/**
 * What the Pipeline tells the outside about a job, by the state that is the news. Each is the `detail-type` of an
 * event; its detail is a `jobEvent`.
 */
export const JOB_EVENTS = {
  submitted: 'Job Submitted',
  'over-budget': 'Job Over Budget',
  done: 'Job Completed',
  partial: 'Job Partly Completed',
  failed: 'Job Failed',
  cancelled: 'Job Cancelled',
} as const;
