import { job } from './job.ts';

/** What lists of jobs show: kept in the indexes, so that no list reads whole records. */
export const jobSummary = job.pick({
  jobId: true,
  state: true,
  source: true,
  owner: true,
  recipe: true,
  credits: true,
  failure: true,
  month: true,
  submittedAt: true,
  endedAt: true,
});

/** Attributes that an index keeps beside its own keys, for either of the two. */
export const JOB_SUMMARY_FIELDS = ['jobId', 'source', 'recipe', 'credits', 'failure', 'endedAt'] as const;
