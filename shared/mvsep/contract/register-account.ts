import * as z from 'zod';
import { defineCall } from './call.ts';
import { callError } from './call-error.ts';
import { messageAnswer } from './message-answer.ts';
import { messageReply } from './message-reply.ts';
import { wireFields } from './wire-fields.ts';

/** Shorter passwords are guessed; longer ones cost a server time. */
const PASSWORD_LENGTH = { shortest: 8, longest: 200 };

const NO_CONTROL_CHARACTERS = /^\P{Cc}*$/u;

export const registerAccount = defineCall({
  name: 'app.register',
  method: 'POST',
  path: '/api/app/register',
  token: 'none',
  repeatable: false,
  ifLost: 'so the account may exist already. Try to log in before registering again.',
  purpose: 'Opens an account. The service may ask by mail whether the address is right.',
  params: z
    .object({
      name: wireFields
        .requiredText(100)
        .refine((name) => NO_CONTROL_CHARACTERS.test(name), 'The name field must be one line of text.'),
      email: wireFields.email(),
      password: wireFields.password(PASSWORD_LENGTH.shortest, PASSWORD_LENGTH.longest),
      password_confirmation: wireFields.password(1, PASSWORD_LENGTH.longest),
    })
    .refine(({ password, password_confirmation }) => password === password_confirmation, {
      path: ['password'],
      message: 'The password field confirmation does not match.',
    }),
  reply: messageReply,
  answer: messageAnswer,
  errors: [
    {
      ...callError.invalid('The password field confirmation does not match.'),
      byField: { password: ['The password field confirmation does not match.'] },
    },
    callError.rate,
  ],
  examples: [
    {
      summary: 'A new account',
      params: {
        name: 'Ada',
        email: 'ada@example.com',
        password: 'a long password',
        password_confirmation: 'a long password',
      },
      reply: { success: true, message: 'Account verification email sent to ada@example.com' },
    },
  ],
});
