import * as z from 'zod';
import { answerMessage } from './answer-message.ts';
import { defineCall } from './call.ts';
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
  answer: z
    .looseObject({ success })
    .transform((answer) => ({ cancelled: answer.success, message: answerMessage(answer) })),
});
