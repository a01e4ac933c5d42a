import * as z from 'zod';
import { apiToken } from './api-token.ts';
import { camelKeys } from './camel-keys.ts';
import { looseFields } from './loose-fields.ts';

/** The fields of an account in real answers. */
const accountFields = z.object({
  name: looseFields.text,
  email: looseFields.text,
  api_token: apiToken,
  created_at: looseFields.text,
  updated_at: looseFields.text,
  /** Credits left. */
  premium_minutes: looseFields.number,
  premium_enabled: looseFields.flag,
  long_filenames_enabled: looseFields.flag,
});

/** An account, as clients see it; with what further fields a call adds. */
export function accountAnswer<Shape extends z.ZodRawShape>(further: Shape) {
  return z.object({ ...accountFields.shape, ...further }).transform(camelKeys);
}
