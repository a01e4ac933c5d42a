import * as z from 'zod';
import { EXAMPLE_JOB } from '../jobs/example-job.ts';
import { jobResource } from '../jobs/job-resource.ts';
import { defineOperation, NOTHING } from '../operation.ts';
import { jobParameters } from './job-parameters.ts';

/** Takes a job up again. */
export const retryJob = defineOperation({
  id: 'retryJob',
  method: 'POST',
  path: '/v1/jobs/{jobId}/retry',
  answeredBy: 'retry-job',
  scope: 'write',
  tag: 'Jobs',
  summary: 'Go on with a job that failed, failed in part or was cancelled.',
  purpose:
    'Each separation goes on from where it stopped: stems that are paid for are copied, a separation that is paid for is ' +
    'waited for, and only what came to nothing begins anew and is paid.',
  parameters: jobParameters,
  query: NOTHING,
  body: z.strictObject({
    payAgain: z
      .boolean()
      .default(false)
      .describe('Begins everything anew that failed, also what was paid for.'),
  }),
  status: 200,
  reply: jobResource,
  problems: ['wrong-state', 'upstream-unavailable'],
  examples: [
    {
      summary: 'The second attempt of a job',
      parameters: { jobId: EXAMPLE_JOB.id },
      body: {},
      reply: { ...EXAMPLE_JOB, attempt: 2 },
    },
  ],
});
