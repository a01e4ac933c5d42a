import * as z from 'zod';
import { fieldMessage } from './field-message.ts';

/** What a key of a database may hold, measured in UTF-8; longer than any hash. */
const LONGEST_BYTES = 1024;

const told = { error: fieldMessage };

/**
 * Names a remote upload in `get-remote`, for example `n2AwBjy4KsFZfqqR`: what `create` answers when the
 * audio was given as a link. It becomes a separation hash once the audio has been fetched.
 */
export const remoteHash = z
  .string(told)
  .trim()
  .min(1, told)
  .max(LONGEST_BYTES, told)
  .refine((hash) => Buffer.byteLength(hash) <= LONGEST_BYTES, 'The hash field is too long.')
  .brand<'RemoteHash'>();

export type RemoteHash = z.infer<typeof remoteHash>;
