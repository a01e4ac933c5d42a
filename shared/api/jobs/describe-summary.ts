import type * as z from 'zod';
import type { JobSummary } from '../../jobs/list-jobs.ts';
import type { jobSummaryResource } from './job-summary-resource.ts';

/** A job as lists of the API show it. */
export function describeSummary(summary: JobSummary): z.infer<typeof jobSummaryResource> {
  const { jobId: id, state, owner, source, recipe, credits, failure, submittedAt, endedAt } = summary;
  return {
    id,
    state,
    owner,
    // A song by link has no bytes until it is there; no other song is without any.
    source: { key: source.key, bytes: source.bytes === 0 ? undefined : source.bytes },
    recipe,
    credits: {
      quoted: credits?.quoted,
      reserved: credits?.reserved ?? 0,
      charged: credits?.charged ?? 0,
    },
    failure,
    submittedAt,
    endedAt,
  };
}
