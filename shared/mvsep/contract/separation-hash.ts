import * as z from 'zod';
import { fieldMessage } from './field-message.ts';

/** What a key of a database may hold, measured in UTF-8; longer than any hash. */
const LONGEST_BYTES = 1024;

const told = { error: fieldMessage };

/**
 * Names one separation in `get` and `cancel`, for example
 * `20230327071601-0e3e5c6c85-13-dimensions.mp3`: UTC time, an opaque part, the file name as a slug.
 */
export const separationHash = z
  .string(told)
  .trim()
  .min(1, told)
  .max(LONGEST_BYTES, told)
  .refine((hash) => Buffer.byteLength(hash) <= LONGEST_BYTES, 'The hash field is too long.')
  .brand<'SeparationHash'>();

export type SeparationHash = z.infer<typeof separationHash>;

/** Whether a hash has the shape that the service gives to separations, as opposed to remote uploads. */
export function looksLikeSeparationHash(hash: string): boolean {
  return /^\d{14}-[0-9a-f]{10}-/.test(hash);
}
