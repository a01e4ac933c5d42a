import * as z from 'zod';
import { answerMessage } from './answer-message.ts';
import { defineCall } from './call.ts';
import { callError } from './call-error.ts';
import { success } from './envelope.ts';
import { separationHash } from './separation-hash.ts';

export const cancelSeparation = defineCall({
  name: 'separation.cancel',
  method: 'POST',
  path: '/api/separation/cancel',
  token: 'form',
  repeatable: true,
  purpose: 'Cancels a separation that has not started yet, and gives its credits back.',
  params: z.object({ hash: separationHash }),
  reply: z.strictObject({
    success: z.literal(true),
    message: z.string(),
    data: z.strictObject({ message: z.string() }),
  }),
  answer: z
    .looseObject({ success })
    .transform((answer) => ({ cancelled: answer.success, message: answerMessage(answer) })),
  errors: [
    callError.token(401),
    callError.invalid('The hash field is required.'),
    callError.refused('File or File Hash not found', 'the account has no such separation'),
    callError.refused(
      'The separation has started or ended already, and can no longer be cancelled.',
      'it has started or ended',
    ),
    callError.rate,
  ],
  examples: [
    {
      summary: 'It had not started',
      params: { hash: '20260812120000-0123456789-my-song.wav' },
      reply: {
        success: true,
        message: 'The separation is cancelled.',
        data: { message: 'The separation is cancelled.' },
      },
    },
  ],
});
