import * as z from 'zod';
import { wireFlag } from './wire-flag.ts';
import { wireTime } from './wire-time.ts';

/** An account, as its owner sees it. */
export const accountReply = z.strictObject({
  name: z.string(),
  email: z.string(),
  api_token: z.string().describe('Lets its holder in as this account. Keep it secret.'),
  created_at: wireTime,
  updated_at: wireTime,
  premium_minutes: z.int().describe('Credits left.'),
  premium_enabled: wireFlag.describe('Whether credits are spent.'),
  long_filenames_enabled: wireFlag.describe('Whether file names tell more about the separation.'),
});
