/** The source of every event that the Pipeline puts on the default bus. */
export const EVENT_SOURCE = 'mvsep-serverless.pipeline';

/** Asks for a step to be handed over now: its turn has come. For the Pipeline itself; detail: `StepRef`. */
export const TURN_EVENT = 'Turn Given';

/** What the Pipeline tells the outside about a job. Each kind is the `detail-type` of an event. */
export const JOB_EVENTS = {
  submitted: 'Job Submitted',
  overBudget: 'Job Over Budget',
  completed: 'Job Completed',
  partlyCompleted: 'Job Partly Completed',
  failed: 'Job Failed',
  cancelled: 'Job Cancelled',
} as const;
