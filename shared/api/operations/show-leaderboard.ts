import * as z from 'zod';
import { defineOperation, NOTHING } from '../operation.ts';

const time = z.iso.datetime();

const callable = z
  .strictObject({
    separationType: z.int(),
    slug: z.string(),
    name: z.string(),
    options: z.record(z.string(), z.string()),
  })
  .describe('How to have a song separated by the same; absent where that is not known.')
  .meta({ id: 'CallableAlgorithm' });

const entry = z
  .strictObject({
    rank: z.int().min(1).describe('By this stem, among all entries of the board.'),
    id: z.int().describe('Of the entry, at the service.'),
    algorithm: z.string().describe('As whoever handed it in wrote it.'),
    text: z.string().optional(),
    isEnsemble: z.boolean(),
    date: z.string().optional().describe('When it was handed in, as the service writes it.'),
    sdr: z.record(z.string(), z.number()).describe('In decibels, by stem.'),
    callable: callable.optional(),
  })
  .meta({ id: 'LeaderboardEntry' });

const waiting = z.strictObject({
  id: z.int(),
  algorithm: z.string(),
  state: z.enum(['queued', 'running', 'failed']),
  message: z.string().optional(),
  date: z.string().optional(),
});

/** One leaderboard of the quality checker, as it was last read. */
export const showLeaderboard = defineOperation({
  id: 'showLeaderboard',
  method: 'GET',
  path: '/v1/leaderboards/{datasetType}',
  answeredBy: 'show-leaderboard',
  scope: 'read',
  tag: 'Quality checker',
  summary: 'Show the leaderboard of a dataset, the best first by one stem.',
  purpose:
    'Answers the entries of a leaderboard of the service as the daily sync read them (`readAt`), the best first by one ' +
    'stem, and what is in the queue for it. Where it is known which separation type runs the same as an entry, ' +
    '`callable` says so. Nothing is asked of the service.',
  parameters: z.strictObject({
    datasetType: z
      .string()
      .regex(/^(\d|1[0-2])$/, 'A number from 0 to 12.')
      .describe('0 Synth, 1 Multisong, 2 Piano, 3 Lead/Back vocals, 4 Guitar; further ones up to 12.'),
  }),
  query: z.strictObject({
    stem: z
      .string()
      .min(1)
      .max(60)
      .optional()
      .describe('One of the `stems` of the answer; by default `vocals`, or the stem that most entries have.'),
    limit: z.coerce.number().int().min(1).max(500).default(100),
    text: z.string().min(1).max(200).optional().describe('Only entries whose name or text contains it.'),
  }),
  body: NOTHING,
  status: 200,
  reply: z.strictObject({
    datasetType: z.int(),
    datasetName: z.string().optional(),
    readAt: time.describe('When the board was last read whole.'),
    stem: z.string().optional().describe('What the entries are sorted by; absent when none has a value.'),
    stems: z.array(z.string()),
    entries: z.array(entry),
    waiting: z.array(waiting).describe('What was in the queue for this board when that was last read.'),
  }),
  examples: [
    {
      summary: 'The best by its vocals',
      parameters: { datasetType: '1' },
      query: { stem: 'vocals', limit: '1' },
      reply: {
        datasetType: 1,
        datasetName: 'Multisong',
        readAt: '2026-08-12T03:04:10.000Z',
        stem: 'vocals',
        stems: ['bass', 'drums', 'instrum', 'other', 'vocals'],
        entries: [
          {
            rank: 1,
            id: 7772,
            algorithm: 'BS Roformer (ver. 2024.08)',
            isEnsemble: false,
            date: '2026-08-01 12:00:00',
            sdr: { vocals: 11.24, instrum: 17.55 },
            callable: {
              separationType: 40,
              slug: 'bs-roformer',
              name: 'BS Roformer (vocals, instrumental)',
              options: { add_opt1: '29' },
            },
          },
        ],
        waiting: [],
      },
    },
  ],
});
