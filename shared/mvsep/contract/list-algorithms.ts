import * as z from 'zod';
import { algorithmItem } from './algorithm-item.ts';
import { algorithmListAnswer } from './algorithm-list-answer.ts';
import { defineCall } from './call.ts';
import { callError } from './call-error.ts';
import { EXAMPLE_ALGORITHM } from './example-algorithm.ts';
import { wireFields } from './wire-fields.ts';

export const listAlgorithms = defineCall({
  name: 'app.algorithms',
  method: 'GET',
  path: '/api/app/algorithms',
  token: 'none',
  repeatable: true,
  purpose: 'Lists the separation types with their options and prices.',
  params: z.object({
    scopes: wireFields
      .text(200)
      .describe(
        'Comma-separated: single_upload (the default), no_upload, matchering_upload. ' +
          'What a separation is made of.',
      ),
  }),
  reply: z.array(algorithmItem),
  answer: algorithmListAnswer,
  errors: [callError.rate],
  examples: [{ summary: 'One type', params: { scopes: 'single_upload' }, reply: [EXAMPLE_ALGORITHM] }],
});
