import * as z from 'zod';
import { monthCredits } from '../account/month-credits.ts';
import { jobRequest } from '../jobs/job-request.ts';
import { defineOperation, NOTHING } from '../operation.ts';

/** A day: longer than any song that a service takes. */
const LONGEST_SECONDS = 24 * 60 * 60;

const { recipe, separation, outputFormat } = jobRequest.shape;

/** Says what jobs would cost. */
export const createQuote = defineOperation({
  id: 'createQuote',
  method: 'POST',
  path: '/v1/quotes',
  answeredBy: 'create-quote',
  scope: 'read',
  tag: 'Jobs',
  summary: 'Ask what a song would cost, before any job.',
  purpose:
    'Answers the credits of each separation and of all of them, by the length of the song or by the song itself, and ' +
    'whether a job made now would begin or wait for credits. Nothing is charged, set aside or remembered.\n\n' +
    'What a song becomes is said as for `createJobs`. The price is the one that the job is quoted and, with premium, ' +
    'charged: it is less only where the result of an earlier job is copied, which costs nothing and is not looked for ' +
    'here. Of a `best:` separation, the one that would be chosen now is quoted.',
  parameters: NOTHING,
  query: NOTHING,
  body: z
    .strictObject({
      seconds: z.number().positive().max(LONGEST_SECONDS).optional().describe('The length of the song.'),
      key: z
        .string()
        .min(1)
        .max(1024)
        .optional()
        .describe('The song in the bucket, as `createUpload` answered it: its headers tell its length.'),
      recipe,
      separation,
      outputFormat,
    })
    .refine(({ seconds, key }) => (seconds === undefined) !== (key === undefined), {
      error: 'give either "seconds" or the "key" of a song',
    })
    .refine((body) => body.recipe === undefined || body.separation === undefined, {
      error: 'give either "recipe" or "separation": a job is made of one of them',
    }),
  status: 200,
  reply: z.strictObject({
    seconds: z.number().describe('The length that was quoted for.'),
    recipe: z.string().optional().describe('The recipe by whose name it would be asked for.'),
    steps: z.array(
      z.strictObject({
        name: z.string(),
        separation: z.strictObject({
          type: z.int().describe('`sep_type` of the MVSep API.'),
          name: z.string(),
          options: z.record(z.string(), z.string()),
        }),
        of: z
          .strictObject({ step: z.string(), stem: z.string() })
          .optional()
          .describe('The stem of an earlier step that it takes; absent when it takes the song.'),
        because: z.string().optional().describe('Why this one, when the best was asked for.'),
        credits: z.int().optional().describe('Absent when the price is not known.'),
      }),
    ),
    credits: z.int().describe('Of all separations whose price is known.'),
    unknown: z
      .array(z.string())
      .describe('The names of those whose price is not known; they count as nothing.'),
    month: monthCredits,
    jobLimit: z.int().optional().describe('The setting `creditsPerJob`; absent without a limit.'),
    waitsFor: z
      .enum(['month', 'job'])
      .optional()
      .describe(
        'What a job made now would wait for: credits of the month, or somebody who lets it run although it is over ' +
          '`creditsPerJob`; absent when it would begin.',
      ),
  }),
  problems: ['impossible'],
  examples: [
    {
      summary: 'Four minutes, by a recipe',
      body: { seconds: 240, recipe: 'vocals' },
      reply: {
        seconds: 240,
        recipe: 'vocals',
        steps: [
          {
            name: 'bs-roformer',
            separation: {
              type: 40,
              name: 'BS Roformer (vocals, instrumental)',
              options: { add_opt1: '171' },
            },
            credits: 8,
          },
        ],
        credits: 8,
        unknown: [],
        month: { month: '2026-08', limit: 1_000, reserved: 12, charged: 140, left: 848 },
      },
    },
  ],
});
