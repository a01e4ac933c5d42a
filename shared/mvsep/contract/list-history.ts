import * as z from 'zod';
import { defineCall } from './call.ts';
import { callError } from './call-error.ts';
import { EXAMPLE_HISTORY_ITEM } from './example-history-item.ts';
import { historyAnswer } from './history-answer.ts';
import { historyItem } from './history-item.ts';
import { unwrapped } from './unwrapped.ts';
import { wireFields } from './wire-fields.ts';

export const listHistory = defineCall({
  name: 'app.separationHistory',
  method: 'GET',
  path: '/api/app/separation_history',
  token: 'query',
  repeatable: true,
  purpose: 'Lists the separations of the account, the newest first, also those that are deleted by now.',
  params: z.object({ start: wireFields.start(), limit: wireFields.limit() }),
  reply: z.strictObject({ success: z.literal(true), data: z.array(historyItem) }),
  answer: unwrapped(z.array(historyAnswer)),
  errors: [callError.token(400), callError.invalid('The start field must be at least 0.'), callError.rate],
  examples: [
    {
      summary: 'The latest separation',
      params: { start: 0, limit: 1 },
      reply: { success: true, data: [EXAMPLE_HISTORY_ITEM] },
    },
  ],
});
