import * as z from 'zod';
import { defineCall } from './call.ts';
import { looseData, looseText, success } from './envelope.ts';
import { separationHash } from './separation-hash.ts';
import { progressData, readProgress } from './separation-progress.ts';
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
    /** 1 asks for links to a mirror, which costs one credit. */
    mirror: wireFields.integer(0, 1, 0),
  }),
  answer: z
    .object({ success, status: looseText, data: looseData(progressData) })
    .transform(({ success: found, status, data }) => readProgress(found, status ?? '', data)),
});
