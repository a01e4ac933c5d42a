import * as z from 'zod';
import { jobState } from '../../jobs/job.ts';
import { defineOperation, NOTHING } from '../operation.ts';

const FOLDER = 'stems/ada/5f0c7a1be2d34c8f9a6b7c8d9e0f1a2b/My Song/vocals';
const LINK = 'https://songs.s3.eu-central-1.amazonaws.com/stems/ada/…?X-Amz-Signature=…';

/** One file that can be fetched. */
const output = z
  .strictObject({
    kind: z.enum(['stem', 'manifest']),
    step: z.string().optional().describe('The separation that it came from; absent for the manifest.'),
    stem: z.string().optional().describe('As the service calls it; absent for the manifest.'),
    key: z.string().describe('Where it lies in the bucket.'),
    bytes: z.int(),
    sha256: z.string().describe('Of its bytes, in hex.'),
    contentType: z.string(),
    fileName: z.string().describe('Under which a browser saves it.'),
    url: z
      .url()
      .describe('A link to the file; whoever has it can fetch the file, with GET and nothing else.'),
  })
  .meta({ id: 'Output' });

/** Links to everything that was made of a song. */
export const listOutputs = defineOperation({
  id: 'listOutputs',
  method: 'GET',
  path: '/v1/jobs/{jobId}/outputs',
  answeredBy: 'list-outputs',
  scope: 'read',
  tag: 'Jobs',
  summary: 'Get links to the stems of a job, and to its manifest.',
  purpose:
    'Lists the stems that lie in the bucket, while the job runs those of the separations that are done already, and the ' +
    'manifest once the job has ended. Nothing there yet is an empty list: `state` says whether something will come.\n\n' +
    'The links work until `expiresAt`. They are signed with the passing credentials of a function, with which they die, ' +
    'rarely before that time: when a link is refused (403), ask for new ones. They take ranges, so that a download may ' +
    'go on where it was cut off.',
  parameters: z.strictObject({
    jobId: z.string().min(1).max(100).describe('As `createJobs` or a list says it.'),
  }),
  query: NOTHING,
  body: NOTHING,
  status: 200,
  reply: z.strictObject({
    state: jobState.describe('Of the job: more stems may come until it has ended.'),
    expiresAt: z.iso.datetime().describe('When the links end, at the latest.'),
    outputs: z.array(output).describe('In the order of the separations; the manifest last.'),
  }),
  examples: [
    {
      summary: 'A job that is done',
      parameters: { jobId: '0f3a5b7c9d1e2f4a6b8c0d2e4f6a8b0c' },
      reply: {
        state: 'done',
        expiresAt: '2026-08-12T13:10:00.000Z',
        outputs: [
          {
            kind: 'stem',
            step: 'bs-roformer',
            stem: 'Vocals',
            key: `${FOLDER}/vocals.wav`,
            bytes: 42_000_044,
            sha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
            contentType: 'audio/wav',
            fileName: 'My Song - vocals.wav',
            url: encodeURI(LINK),
          },
          {
            kind: 'manifest',
            key: `${FOLDER}/manifest.json`,
            bytes: 2_130,
            sha256: '2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae',
            contentType: 'application/json',
            fileName: 'My Song - manifest.json',
            url: encodeURI(LINK),
          },
        ],
      },
    },
  ],
});
