import * as z from 'zod';
import { accountAnswer } from './account-answer.ts';
import { accountReply } from './account-reply.ts';
import { defineCall } from './call.ts';
import { callError } from './call-error.ts';
import { EXAMPLE_ACCOUNT } from './example-account.ts';
import { EXAMPLE_HISTORY_ITEM } from './example-history-item.ts';
import { historyAnswer } from './history-answer.ts';
import { historyItem } from './history-item.ts';
import { unwrapped } from './unwrapped.ts';

/** No recorded answer shows these items: what looks like one of the history is kept, whatever lies beside it. */
const currentQueue = z
  .array(z.unknown())
  .catch([])
  .transform((items) =>
    items.flatMap((item) => {
      const read = historyAnswer.safeParse(item);
      return read.success ? [read.data] : [];
    }),
  );

export const showUser = defineCall({
  name: 'app.user',
  method: 'GET',
  path: '/api/app/user',
  token: 'query',
  repeatable: true,
  purpose: 'Answers the account of a token, its credits and the separations that it waits for.',
  params: z.object({}),
  reply: z.strictObject({
    success: z.literal(true),
    data: accountReply.extend({
      current_queue: z.array(historyItem).describe('Separations that are neither done nor failed.'),
    }),
  }),
  answer: unwrapped(accountAnswer({ current_queue: currentQueue })),
  errors: [callError.token(400), callError.rate],
  examples: [
    {
      summary: 'One separation is on its way',
      params: {},
      reply: { success: true, data: { ...EXAMPLE_ACCOUNT, current_queue: [EXAMPLE_HISTORY_ITEM] } },
    },
  ],
});
