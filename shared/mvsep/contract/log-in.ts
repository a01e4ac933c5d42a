import * as z from 'zod';
import { accountAnswer } from './account-answer.ts';
import { accountReply } from './account-reply.ts';
import { defineCall } from './call.ts';
import { callError } from './call-error.ts';
import { EXAMPLE_ACCOUNT } from './example-account.ts';
import { unwrapped } from './unwrapped.ts';
import { wireFields } from './wire-fields.ts';

export const logIn = defineCall({
  name: 'app.login',
  method: 'POST',
  path: '/api/app/login',
  token: 'none',
  repeatable: true,
  purpose: 'Answers the account of an email and its password, with the token that the other calls need.',
  params: z.object({ email: wireFields.email(), password: wireFields.password(1, 200) }),
  reply: z.strictObject({ success: z.literal(true), data: accountReply }),
  answer: unwrapped(accountAnswer({})),
  errors: [
    {
      ...callError.invalid('The password field is required.'),
      byField: { password: ['The password field is required.'] },
    },
    callError.refused('The email or the password is wrong.', 'no account has this email and password'),
    callError.rate,
  ],
  examples: [
    {
      summary: 'The password is right',
      params: { email: 'ada@example.com', password: 'a long password' },
      reply: { success: true, data: EXAMPLE_ACCOUNT },
    },
  ],
});
