import * as z from 'zod';

/**
 * Names a remote upload in `get-remote`, for example `n2AwBjy4KsFZfqqR`: what `create` answers when the
 * audio was given as a link. It becomes a separation hash once the audio has been fetched.
 */
export const remoteHash = z.string().trim().min(1).max(1024).brand<'RemoteHash'>();

export type RemoteHash = z.infer<typeof remoteHash>;
