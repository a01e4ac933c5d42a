import { EXAMPLE_JOB } from '../jobs/example-job.ts';
import { jobResource } from '../jobs/job-resource.ts';
import { defineOperation, NOTHING } from '../operation.ts';
import { jobParameters } from './job-parameters.ts';

/** Cancels a job. */
export const cancelJob = defineOperation({
  id: 'cancelJob',
  method: 'POST',
  path: '/v1/jobs/{jobId}/cancel',
  answeredBy: 'cancel-job',
  scope: 'write',
  tag: 'Jobs',
  summary: 'Cancel a job, wherever it is.',
  purpose:
    'What has not begun never begins. Separations that the service has already are cancelled there: it gives the credits ' +
    'back unless they have begun. The job is `cancelled` as soon as all its separations have ended, which may take a ' +
    'moment after this answer.',
  parameters: jobParameters,
  query: NOTHING,
  body: NOTHING,
  status: 200,
  reply: jobResource,
  problems: ['wrong-state'],
  examples: [
    {
      summary: 'A job that has not begun',
      parameters: { jobId: EXAMPLE_JOB.id },
      reply: { ...EXAMPLE_JOB, cancelledAt: EXAMPLE_JOB.updatedAt },
    },
  ],
});
