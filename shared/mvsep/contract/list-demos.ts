import * as z from 'zod';
import { algorithmAnswer } from './algorithm-answer.ts';
import { algorithmSummary } from './algorithm-summary.ts';
import { defineCall } from './call.ts';
import { callError } from './call-error.ts';
import { camelKeys } from './camel-keys.ts';
import { looseFields } from './loose-fields.ts';
import { separationHash } from './separation-hash.ts';
import { unwrapped } from './unwrapped.ts';
import { wireFields } from './wire-fields.ts';

const demoItem = z.strictObject({
  hash: z.string(),
  date: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}$/)
    .describe('UTC, such as 2024-05-14 12:35.'),
  input_audio: z.string().describe('Link to the audio that was separated.'),
  size: z.string().describe('Its size, such as 5.70 MB.'),
  algorithm: algorithmSummary,
});

export const listDemos = defineCall({
  name: 'app.demo',
  method: 'GET',
  path: '/api/app/demo',
  token: 'none',
  repeatable: true,
  purpose: 'Lists separations that their owners published, the latest first.',
  params: z.object({ start: wireFields.start(), limit: wireFields.limit() }),
  reply: z.array(demoItem),
  answer: unwrapped(
    z.array(
      z
        .object({
          hash: separationHash,
          date: looseFields.text,
          input_audio: looseFields.text,
          size: looseFields.text,
          algorithm: algorithmAnswer,
        })
        .transform(camelKeys),
    ),
  ),
  errors: [callError.invalid('The start field must be at least 0.'), callError.rate],
  examples: [
    {
      summary: 'The latest',
      params: { start: 0, limit: 1 },
      reply: [
        {
          hash: '20260812120000-0123456789-my-song.wav',
          date: '2026-08-12 12:00',
          input_audio: 'https://engine.example/storage/temp/20260812120000-0123456789-my-song.wav',
          size: '5.70 MB',
          algorithm: {
            name: 'MVSep Drums (drums, other)',
            algorithm_group_id: 20,
            orientation: 0,
            render_id: 44,
            order_id: 1030,
          },
        },
      ],
    },
  ],
});
