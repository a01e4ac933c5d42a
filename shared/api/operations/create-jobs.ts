import * as z from 'zod';
import { EXAMPLE_JOB } from '../jobs/example-job.ts';
import { jobRequest } from '../jobs/job-request.ts';
import { type JobResource, jobResource } from '../jobs/job-resource.ts';
import { defineOperation, NOTHING } from '../operation.ts';

const BY_LINK: JobResource = {
  ...EXAMPLE_JOB,
  recipe: undefined,
  id: '7c9d1e2f4a6b8c0d2e4f6a8b0c0f3a5b',
  source: {
    key: 'incoming/ada/7c9d1e2f4a6b8c0d2e4f6a8b0c0f3a5b/song.flac',
    link: { host: 'music.example', service: 'direct' },
  },
};

/** Makes jobs of songs. */
export const createJobs = defineOperation({
  id: 'createJobs',
  method: 'POST',
  path: '/v1/jobs',
  answeredBy: 'create-jobs',
  scope: 'write',
  tag: 'Jobs',
  summary: 'Make jobs of songs that were uploaded, or lie behind links.',
  purpose:
    'All of a request is checked first: when anything in it cannot be, no job is made, and `errors` says everything ' +
    'that is wrong. What a song becomes is named by `recipe` or `separation`; without either it gets what the settings ' +
    'of the deployment say.\n\n' +
    'Send `Idempotency-Key` with a value of your own (a UUID) to be able to send the request again when its answer was ' +
    'lost: it makes each job once, and completes what was cut off. The same key with another body is refused. Keys hold ' +
    'for ever, also when their jobs were deleted, and mean nothing to other owners.',
  parameters: NOTHING,
  query: NOTHING,
  body: z.strictObject({ jobs: z.array(jobRequest).min(1).max(100) }),
  isIdempotent: true,
  status: 201,
  reply: z.strictObject({ jobs: z.array(jobResource).describe('In the order of the request.') }),
  problems: ['impossible', 'key-reused'],
  examples: [
    {
      summary: 'A song that was uploaded, and one behind a link',
      body: {
        jobs: [
          { source: { key: EXAMPLE_JOB.source.key }, recipe: 'karaoke' },
          { source: { url: 'https://music.example/live/song.flac' }, separation: { type: 'bs-roformer' } },
        ],
      },
      reply: { jobs: [{ ...EXAMPLE_JOB, recipe: 'karaoke' }, BY_LINK] },
    },
  ],
});
