import type { SubmissionState } from './submission.ts';

/** What the Pipeline tells the outside about submissions, by the state that is the news: `detail-type` of an event. */
export const SUBMISSION_EVENTS: Readonly<Partial<Record<SubmissionState, string>>> = {
  scored: 'Quality Entry Scored',
  refused: 'Quality Entry Failed',
  failed: 'Quality Entry Failed',
};
