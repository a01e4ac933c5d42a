import * as z from 'zod';

/** How many characters a key has: as many as an `api_token` of the MVSep API, for which it passes too. */
export const API_KEY_LENGTH = 30;

/** A key in the form that keys have: 178 bits as letters and digits. What has another form is nobody's. */
export const apiKey = z
  .string()
  .regex(new RegExp(`^[A-Za-z0-9]{${API_KEY_LENGTH}}$`))
  .brand<'ApiKey'>();

export type ApiKey = z.infer<typeof apiKey>;
