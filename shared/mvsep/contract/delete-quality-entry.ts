import * as z from 'zod';
import { defineCall } from './call.ts';
import { callError } from './call-error.ts';
import { messageAnswer } from './message-answer.ts';
import { wireFields } from './wire-fields.ts';

export const deleteQualityEntry = defineCall({
  name: 'qualityChecker.delete',
  method: 'POST',
  alsoMethod: 'GET',
  path: '/api/quality_checker/delete',
  token: 'none',
  repeatable: true,
  purpose:
    'Deletes an entry of the quality checker with the password that it was added with. ' +
    'A server takes GET with a query as well; POST keeps the password out of addresses.',
  params: z.object({ id: wireFields.id(), password: wireFields.password(1, 200) }),
  reply: z.strictObject({ success: z.literal(true), data: z.strictObject({ message: z.string() }) }),
  answer: messageAnswer,
  errors: [
    callError.invalid('The password field is required.'),
    callError.refused('Job not found', 'there is no such entry'),
    callError.refused('The password is wrong.', 'the entry was added with another password'),
    callError.rate,
  ],
  examples: [
    {
      summary: 'The password is right',
      params: { id: 7772, password: 'to delete it' },
      reply: { success: true, data: { message: 'successfully deleted' } },
    },
  ],
});
