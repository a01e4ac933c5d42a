import type { S3Client } from '@aws-sdk/client-s3';
import type { JobRequest } from '../../../shared/api/jobs/job-request.ts';
import { headSong } from '../../../shared/aws/head-song.ts';
import type { Caller } from '../../../shared/callers/caller.ts';
import { RefusedUrl } from '../../../shared/errors/refused-url.ts';
import { INCOMING_PREFIX } from '../../../shared/jobs/incoming-prefix.ts';
import type { Job } from '../../../shared/jobs/job.ts';
import type { JobId } from '../../../shared/jobs/job-id.ts';
import { songFileName } from '../../../shared/jobs/song-file-name.ts';
import { unquotedEtag } from '../../../shared/jobs/unquoted-etag.ts';
import { UPLOAD_PREFIX } from '../../../shared/jobs/upload-prefix.ts';
import { checkLink } from '../../../shared/remote/check-link.ts';
import { nameOfLink } from '../../../shared/remote/name-of-link.ts';
import { remoteTypeOf } from '../../../shared/remote/remote-type-of.ts';
import type { Found } from './read-job-wish.ts';

/** The name of a song whose link tells none. */
const NAMELESS = 'song';

/** Where a song lies, or will lie once it was fetched. */
export interface FoundSource {
  readonly source: Job['source'];
  readonly asked: Pick<Job, 'link'>;
}

/**
 * The song that a job is asked for. One that belongs to somebody else is answered as if it were not there.
 *
 * @param at JSON pointer to the source in the body
 */
export async function findSource(
  { s3, bucket }: { readonly s3: S3Client; readonly bucket: string },
  caller: Caller,
  jobId: JobId,
  asked: JobRequest['source'],
  at: string,
): Promise<Found<FoundSource>> {
  if ('key' in asked) {
    const source = isOwn(caller, asked.key) ? await findObject(s3, bucket, asked.key) : undefined;
    return source === undefined ? noSong(at) : { found: { source, asked: {} } };
  }
  const { url, service = remoteTypeOf(url), fileName } = asked;
  try {
    checkLink(url, service);
  } catch (error) {
    if (!(error instanceof RefusedUrl)) throw error;
    return { errors: [{ pointer: `${at}/url`, detail: error.message }] };
  }
  const name = songFileName(fileName ?? nameOfLink(url, service) ?? NAMELESS) ?? NAMELESS;
  const key = `${INCOMING_PREFIX}${caller.owner}/${jobId}/${name}`;
  // Nothing more is known of it until it was fetched.
  return { found: { source: { bucket, key, etag: '', bytes: 0 }, asked: { link: { url, service } } } };
}

function isOwn({ owner, sees }: Caller, key: string): boolean {
  const prefixes = sees === 'all' ? [INCOMING_PREFIX, UPLOAD_PREFIX] : [`${INCOMING_PREFIX}${owner}/`];
  return prefixes.some((prefix) => key.startsWith(prefix)) && !key.endsWith('/');
}

async function findObject(s3: S3Client, bucket: string, key: string): Promise<Job['source'] | undefined> {
  const head = await headSong(s3, { bucket, key });
  if (head === undefined) return undefined;
  return { bucket, key, etag: unquotedEtag(head.ETag ?? ''), bytes: head.ContentLength ?? 0 };
}

function noSong(at: string): Found<FoundSource> {
  const detail =
    'There is no song of yours under this key. Create an upload, send the file, and name its key.';
  return { errors: [{ pointer: `${at}/key`, detail }] };
}
