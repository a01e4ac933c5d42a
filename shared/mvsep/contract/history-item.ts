import * as z from 'zod';
import { algorithmSummary } from './algorithm-summary.ts';
import { wireTime } from './wire-time.ts';

/** One separation of an account, as its history and its current queue list it. */
export const historyItem = z.strictObject({
  id: z.int(),
  hash: z.string(),
  created_at: wireTime,
  updated_at: wireTime,
  job_exists: z.boolean().describe('Whether `separation/get` still knows it.'),
  credits: z.int().nullable().describe('What it cost; null when it no longer exists.'),
  time_left: z.int().describe('Whole hours until it is deleted; negative afterwards.'),
  algorithm: algorithmSummary.extend({
    algorithm_group: z.strictObject({ id: z.int(), name: z.string() }),
  }),
});
