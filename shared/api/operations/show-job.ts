import * as z from 'zod';
import { EXAMPLE_JOB } from '../jobs/example-job.ts';
import { jobResource } from '../jobs/job-resource.ts';
import { defineOperation, NOTHING } from '../operation.ts';

/** Shows one job with all its separations. */
export const showJob = defineOperation({
  id: 'showJob',
  method: 'GET',
  path: '/v1/jobs/{jobId}',
  answeredBy: 'show-job',
  scope: 'read',
  tag: 'Jobs',
  summary: 'Show a job: how far it is, what it costs, and what went wrong.',
  purpose:
    'Answers everything that is known of a job: its song, each of its separations with its progress, its credits and ' +
    'its stems, and what happened so far. Ask every few seconds while its state is `submitted`, `over-budget` or ' +
    '`running`; it does not change by itself once it is `done`, `partial`, `failed`, `cancelled` or `deleted`.\n\n' +
    'A job of somebody else is answered as if it did not exist.',
  parameters: z.strictObject({
    jobId: z.string().min(1).max(100).describe('As `createJobs` or a list says it.'),
  }),
  query: NOTHING,
  body: NOTHING,
  status: 200,
  reply: jobResource,
  examples: [
    {
      summary: 'A job that was just made',
      parameters: { jobId: EXAMPLE_JOB.id },
      reply: EXAMPLE_JOB,
    },
  ],
});
