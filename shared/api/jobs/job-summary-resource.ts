import * as z from 'zod';
import { jobState } from '../../jobs/job.ts';
import { failureResource } from './job-resource.ts';

const time = z.iso.datetime();

/** A job as lists show it; `showJob` answers all of it. */
export const jobSummaryResource = z
  .strictObject({
    id: z.string(),
    state: jobState,
    owner: z.string().optional().describe('Whose key asked for it; absent for an upload to the bucket.'),
    source: z.strictObject({
      key: z.string().describe('Where the song lies in the bucket.'),
      bytes: z.int().optional().describe('Absent until a song by link was fetched.'),
    }),
    recipe: z.string().optional().describe('The recipe by whose name it was asked for.'),
    credits: z.strictObject({
      quoted: z.int().optional().describe('Of all its separations; absent while a price is not known.'),
      reserved: z.int().describe('Still set aside for it.'),
      charged: z.int().describe('Of the separations whose charge is known already.'),
    }),
    failure: failureResource.optional(),
    submittedAt: time,
    endedAt: time.optional(),
  })
  .meta({ id: 'JobSummary' });
