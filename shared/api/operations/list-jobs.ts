import * as z from 'zod';
import { jobState } from '../../jobs/job.ts';
import { jobSummaryResource } from '../jobs/job-summary-resource.ts';
import { defineOperation, NOTHING } from '../operation.ts';

/** Lists the jobs that a caller may see. */
export const listJobs = defineOperation({
  id: 'listJobs',
  method: 'GET',
  path: '/v1/jobs',
  answeredBy: 'list-jobs',
  scope: 'read',
  tag: 'Jobs',
  summary: 'List jobs, the newest first.',
  purpose:
    'Lists the jobs of the owner of the key; for a key that sees those of everybody, all of the last two years, or all ' +
    'of one state or month. Deleted jobs are listed as `deleted`.\n\n' +
    'One request looks at 1,000 jobs at most, so that a filter that few jobs pass may answer a short page, even an empty ' +
    'one, and there are more all the same: go on with `cursor` until an answer has none.',
  parameters: NOTHING,
  query: z.strictObject({
    state: jobState.optional().describe('Only jobs in this state.'),
    recipe: z.string().min(1).max(100).optional().describe('Only jobs of the recipe of this name.'),
    month: z
      .string()
      .regex(/^\d{4}-(?:0[1-9]|1[0-2])$/, 'write a month as 2026-11')
      .optional()
      .describe('Only jobs that were submitted in this month (UTC), as `2026-11`.'),
    text: z
      .string()
      .min(1)
      .max(200)
      .optional()
      .describe('A part of the key of the song, or the beginning of the id; case does not matter.'),
    limit: z.coerce.number().int().min(1).max(200).default(50).describe('The most jobs to answer.'),
    cursor: z
      .string()
      .max(300)
      .optional()
      .describe('Where an earlier answer ended; send the same filters with it.'),
  }),
  body: NOTHING,
  status: 200,
  reply: z.strictObject({
    jobs: z.array(jobSummaryResource),
    cursor: z.string().optional().describe('For the next page; absent on the last one.'),
  }),
  problems: ['invalid-cursor'],
  examples: [
    {
      summary: 'The latest job that is done',
      query: { state: 'done', limit: '1' },
      reply: {
        jobs: [
          {
            id: '0f3a5b7c9d1e2f4a6b8c0d2e4f6a8b0c',
            state: 'done',
            owner: 'ada',
            source: { key: 'incoming/ada/5f0c7a1be2d34c8f9a6b7c8d9e0f1a2b/My Song.wav', bytes: 42_000_000 },
            recipe: 'karaoke',
            credits: { quoted: 12, reserved: 0, charged: 12 },
            submittedAt: '2026-08-12T12:00:25.000Z',
            endedAt: '2026-08-12T12:04:11.000Z',
          },
        ],
        cursor: 'eyJhZnRlciI6eyJzdWJtaXR0ZWRBdCI6IjIwMjYtMDgtMTJUMTI6MDA6MjUuMDAwWiJ9fQ',
      },
    },
  ],
});
