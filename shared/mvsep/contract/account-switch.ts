import * as z from 'zod';
import { defineCall } from './call.ts';
import { callError } from './call-error.ts';
import { messageAnswer } from './message-answer.ts';
import { messageReply } from './message-reply.ts';

/** One of the four calls that turn something on or off for an account. */
export function accountSwitch<const Name extends string>(
  name: Name,
  path: string,
  state: 'enabled' | 'disabled',
  purpose: string,
) {
  return defineCall({
    name,
    method: 'POST',
    path,
    token: 'form',
    repeatable: true,
    purpose,
    params: z.object({}),
    reply: messageReply,
    answer: messageAnswer,
    errors: [callError.token(400), callError.rate],
    examples: [
      {
        summary: `It is ${state}`,
        params: {},
        reply: { success: true, message: `successfully ${state}` },
      },
    ],
  });
}
