import type * as z from 'zod';
import { wireHash } from './wire-hash.ts';

/**
 * Names a remote upload in `get-remote`, for example `n2AwBjy4KsFZfqqR`: what `create` answers when the
 * audio was given as a link. It becomes a separation hash once the audio has been fetched.
 */
export const remoteHash = wireHash.brand<'RemoteHash'>();

export type RemoteHash = z.infer<typeof remoteHash>;
