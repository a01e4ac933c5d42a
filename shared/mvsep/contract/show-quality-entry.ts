import * as z from 'zod';
import { defineCall } from './call.ts';
import { callError } from './call-error.ts';
import { EXAMPLE_QUALITY_ENTRY } from './example-quality-entry.ts';
import { qualityAnswer } from './quality-answer.ts';
import { qualityEntry } from './quality-entry.ts';
import { unwrapped } from './unwrapped.ts';
import { wireFields } from './wire-fields.ts';

export const showQualityEntry = defineCall({
  name: 'qualityChecker.entry',
  method: 'GET',
  path: '/api/quality_checker/entry',
  token: 'none',
  repeatable: true,
  purpose: 'Shows one entry of the quality checker.',
  params: z.object({ id: wireFields.id().describe('What quality_checker/add answered.') }),
  reply: z.strictObject({ success: z.literal(true), data: qualityEntry }),
  answer: unwrapped(qualityAnswer),
  errors: [
    callError.invalid('The id field is required.'),
    callError.refused('Job not found', 'there is no such entry'),
    callError.rate,
  ],
  examples: [
    {
      summary: 'An evaluated entry',
      params: { id: 7772 },
      reply: { success: true, data: EXAMPLE_QUALITY_ENTRY },
    },
  ],
});
