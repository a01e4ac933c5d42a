import type { S3Client } from '@aws-sdk/client-s3';
import { findOwnSong } from '../../../shared/api/jobs/find-own-song.ts';
import type { JobRequest } from '../../../shared/api/jobs/job-request.ts';
import type { Found } from '../../../shared/api/jobs/read-job-wish.ts';
import type { Caller } from '../../../shared/callers/caller.ts';
import { RefusedUrl } from '../../../shared/errors/refused-url.ts';
import { INCOMING_PREFIX } from '../../../shared/jobs/incoming-prefix.ts';
import type { Job } from '../../../shared/jobs/job.ts';
import type { JobId } from '../../../shared/jobs/job-id.ts';
import { songFileName } from '../../../shared/jobs/song-file-name.ts';
import { checkLink } from '../../../shared/remote/check-link.ts';
import { nameOfLink } from '../../../shared/remote/name-of-link.ts';
import { remoteTypeOf } from '../../../shared/remote/remote-type-of.ts';

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
    const source = await findOwnSong({ s3, bucket }, caller, asked.key);
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

function noSong(at: string): Found<FoundSource> {
  const detail =
    'There is no song of yours under this key. Create an upload, send the file, and name its key.';
  return { errors: [{ pointer: `${at}/key`, detail }] };
}
