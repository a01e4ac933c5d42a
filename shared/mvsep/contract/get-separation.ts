import * as z from 'zod';
import { defineCall } from './call.ts';
import { callError } from './call-error.ts';
import { looseData, looseText, success } from './envelope.ts';
import { SEPARATION_EXAMPLES } from './separation-examples.ts';
import { separationHash } from './separation-hash.ts';
import { progressData, readProgress } from './separation-progress.ts';
import { separationReply } from './separation-reply.ts';
import { wireFields } from './wire-fields.ts';

export const getSeparation = defineCall({
  name: 'separation.get',
  method: 'GET',
  path: '/api/separation/get',
  token: 'query-for-mirror',
  repeatable: true,
  purpose: 'Tells how far a separation is and, once it is done, where its files lie.',
  params: z.object({
    hash: separationHash,
    mirror: wireFields.integer(0, 1, 0).describe('1 asks for links to a mirror, which costs one credit.'),
  }),
  reply: separationReply,
  answer: z
    .object({ success, status: looseText, data: looseData(progressData) })
    .transform(({ success: found, status, data }) => readProgress(found, status ?? '', data)),
  errors: [
    callError.invalid('The hash field is required.'),
    callError.token(401, 'mirror is 1 and api_token is missing or unknown'),
    callError.refused(
      'A mirror costs 1 credit, and none is left.',
      'mirror is 1 and the account has no credit',
    ),
    callError.rate,
  ],
  examples: SEPARATION_EXAMPLES,
});
