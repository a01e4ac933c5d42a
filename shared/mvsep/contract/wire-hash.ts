import * as z from 'zod';
import { fieldMessage } from './field-message.ts';

/** What a key of a database may hold, measured in UTF-8; longer than any hash. */
const LONGEST_BYTES = 1024;

const told = { error: fieldMessage };

/** A hash as it comes in a field, of whichever kind. */
export const wireHash = z
  .string(told)
  .trim()
  .min(1, told)
  .max(LONGEST_BYTES, told)
  .refine((hash) => Buffer.byteLength(hash) <= LONGEST_BYTES, 'The hash field is too long.');
