import type { S3Client } from '@aws-sdk/client-s3';
import { headSong } from '../../aws/head-song.ts';
import type { Caller } from '../../callers/caller.ts';
import { INCOMING_PREFIX } from '../../jobs/incoming-prefix.ts';
import type { Job } from '../../jobs/job.ts';
import { unquotedEtag } from '../../jobs/unquoted-etag.ts';
import { UPLOAD_PREFIX } from '../../jobs/upload-prefix.ts';

/**
 * A song in the bucket that the caller may make jobs of: one that they sent, or any for a key that sees all. One that
 * belongs to somebody else is answered as if it were not there.
 */
export async function findOwnSong(
  { s3, bucket }: { readonly s3: S3Client; readonly bucket: string },
  caller: Pick<Caller, 'owner' | 'sees'>,
  key: string,
): Promise<Job['source'] | undefined> {
  if (!isOwn(caller, key)) return undefined;
  const head = await headSong(s3, { bucket, key });
  if (head === undefined) return undefined;
  return { bucket, key, etag: unquotedEtag(head.ETag ?? ''), bytes: head.ContentLength ?? 0 };
}

function isOwn({ owner, sees }: Pick<Caller, 'owner' | 'sees'>, key: string): boolean {
  const prefixes = sees === 'all' ? [INCOMING_PREFIX, UPLOAD_PREFIX] : [`${INCOMING_PREFIX}${owner}/`];
  return prefixes.some((prefix) => key.startsWith(prefix)) && !key.endsWith('/');
}
