import { HeadObjectCommand, NotFound, type S3Client } from '@aws-sdk/client-s3';
import { UnreachableUrl } from '../../../shared/errors/unreachable-url.ts';
import { isToBeFetched } from '../../../shared/jobs/is-to-be-fetched.ts';
import type { Job } from '../../../shared/jobs/job.ts';
import type { JobId } from '../../../shared/jobs/job-id.ts';
import type { JobTable } from '../../../shared/jobs/job-table.ts';
import { refuseEnded } from '../../../shared/jobs/refuse-ended.ts';
import { unquotedEtag } from '../../../shared/jobs/unquoted-etag.ts';
import type { Log } from '../../../shared/logging/logger.ts';
import { openRemote } from '../../../shared/remote/open-remote.ts';
import type { RemoteServices } from '../../../shared/remote/remote-services.ts';
import { type FetchedSong, storeRemote } from './store-remote.ts';

const CONNECT_TIMEOUT_MS = 10_000;
/** S3 gives up on an upload that is silent for some 20 seconds. */
const IDLE_TIMEOUT_MS = 15_000;

export interface FetchSongDeps {
  readonly s3: S3Client;
  readonly jobs: JobTable;
  readonly allowedPrivateOrigins: readonly string[];
  /** Where the services of links are; those on the internet when left out. */
  readonly services?: RemoteServices;
  readonly largestBytes: number;
  /** For the whole download; well inside the function's own limit, so that the reason can still be told. */
  readonly downloadMs: number;
  readonly now: () => Date;
  readonly log: Log;
}

/**
 * Brings the song of a job from its link into the bucket, where its record says. Doing it again downloads nothing
 * that is there already: the key belongs to this job alone, and an object in S3 is always whole.
 *
 * Nothing that it says or throws holds more of the link than its host.
 *
 * @throws RefusedUrl, UnusableAudio the link cannot be used; @throws UnreachableUrl it may be tried again;
 * @throws UnknownJob, JobCancelled, JobEnded
 */
export async function fetchSong(deps: FetchSongDeps, jobId: JobId): Promise<void> {
  const job = await deps.jobs.get(jobId);
  refuseEnded(job);
  const { link, source } = job;
  if (link === undefined || !isToBeFetched(job)) return;
  const stored = (await findStored(deps.s3, source)) ?? (await download(deps, source, link));
  const at = deps.now();
  await deps.jobs.change(jobId, {
    at,
    set: { source: { ...source, ...stored }, link: { ...link, fetchedAt: at.toISOString() } },
    event: { what: 'fetched', detail: `${stored.bytes} bytes from ${new URL(link.url).host}` },
    // Another run may have written it already.
    when: { equals: { source } },
  });
  deps.log.info('The song was fetched', { jobId, bytes: stored.bytes, kind: link.service });
}

async function findStored(
  s3: S3Client,
  { bucket: Bucket, key: Key }: Job['source'],
): Promise<FetchedSong | undefined> {
  try {
    const { ETag = '', ContentLength = 0 } = await s3.send(new HeadObjectCommand({ Bucket, Key }));
    return { etag: unquotedEtag(ETag), bytes: ContentLength };
  } catch (error) {
    if (error instanceof NotFound) return undefined;
    throw error;
  }
}

async function download(
  deps: FetchSongDeps,
  source: Job['source'],
  { url, service }: NonNullable<Job['link']>,
): Promise<FetchedSong> {
  const { allowedPrivateOrigins, services } = deps;
  const deadline = AbortSignal.timeout(deps.downloadMs);
  try {
    const opened = await openRemote({
      url,
      remoteType: service,
      allowedPrivateOrigins,
      connectTimeoutMs: CONNECT_TIMEOUT_MS,
      idleTimeoutMs: IDLE_TIMEOUT_MS,
      signal: deadline,
      ...(services === undefined ? {} : { services }),
    });
    return await storeRemote(deps, source, opened);
  } catch (error) {
    if (isTaken(error)) {
      const stored = await findStored(deps.s3, source);
      if (stored !== undefined) return stored;
    }
    if (!deadline.aborted) throw error;
    throw new UnreachableUrl('The download took too long. Use a faster server for the song.', error);
  }
}

/** Another run of this function was faster. */
function isTaken(error: unknown): boolean {
  return error instanceof Error && error.name === 'PreconditionFailed';
}
