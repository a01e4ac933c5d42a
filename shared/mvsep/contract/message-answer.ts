import * as z from 'zod';
import { answerMessage } from './answer-message.ts';
import { success } from './envelope.ts';

/** The answer of a call that only says that it was done. */
export const messageAnswer = z
  .looseObject({ success: success.pipe(z.literal(true)) })
  .transform((answer) => ({ message: answerMessage(answer) }));
