import * as z from 'zod';
import { defineCall } from './call.ts';
import { callError } from './call-error.ts';
import { EXAMPLE_QUALITY_ENTRY } from './example-quality-entry.ts';
import { qualityAnswer } from './quality-answer.ts';
import { qualityEntry } from './quality-entry.ts';
import { unwrapped } from './unwrapped.ts';
import { wireFields } from './wire-fields.ts';

export const listQualityEntries = defineCall({
  name: 'qualityChecker.queue',
  method: 'GET',
  path: '/api/quality_checker/queue',
  token: 'none',
  repeatable: true,
  purpose: 'Lists the entries of the quality checker, the latest first, whatever state they are in.',
  params: z.object({ start: wireFields.start(), limit: wireFields.limit() }),
  reply: z.array(qualityEntry),
  answer: unwrapped(z.array(qualityAnswer)),
  errors: [callError.invalid('The start field must be at least 0.'), callError.rate],
  examples: [{ summary: 'The latest', params: { start: 0, limit: 1 }, reply: [EXAMPLE_QUALITY_ENTRY] }],
});
