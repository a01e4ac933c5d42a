import * as z from 'zod';

/** What an account shows to be let in: 30 letters and digits at mvsep.com. Never logged. */
export const apiToken = z
  .string()
  .trim()
  .regex(/^[A-Za-z0-9_-]{1,128}$/, 'an api_token is made of letters and digits')
  .brand<'ApiToken'>();
