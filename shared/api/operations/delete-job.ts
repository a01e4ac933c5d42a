import * as z from 'zod';
import { jobId } from '../../jobs/job-id.ts';
import { EXAMPLE_JOB } from '../jobs/example-job.ts';
import { defineOperation, NOTHING } from '../operation.ts';
import { jobParameters } from './job-parameters.ts';

/** Deletes a job. */
export const deleteJob = defineOperation({
  id: 'deleteJob',
  method: 'DELETE',
  path: '/v1/jobs/{jobId}',
  answeredBy: 'delete-job',
  scope: 'write',
  tag: 'Jobs',
  summary: 'Delete an ended job with its stems and its manifest.',
  purpose:
    'Its song stays unless `withSong` says otherwise: other jobs may have been made of it. What the job cost stays in the ' +
    'books, and the job is still shown, as `deleted` and without anything in it.',
  parameters: jobParameters,
  query: z.strictObject({
    withSong: z.enum(['true', 'false']).default('false').describe('Whether the song is deleted too.'),
  }),
  body: NOTHING,
  status: 200,
  reply: z.strictObject({ id: jobId, state: z.literal('deleted') }).meta({ id: 'DeletedJob' }),
  problems: ['wrong-state'],
  examples: [
    {
      summary: 'With its song',
      parameters: { jobId: EXAMPLE_JOB.id },
      query: { withSong: 'true' },
      reply: { id: EXAMPLE_JOB.id, state: 'deleted' },
    },
  ],
});
