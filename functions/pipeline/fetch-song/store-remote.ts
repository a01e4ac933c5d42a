import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { storeInParts } from '../../../shared/aws/store-in-parts.ts';
import { ServiceError } from '../../../shared/errors/service-error.ts';
import { UnreachableUrl } from '../../../shared/errors/unreachable-url.ts';
import { UnusableAudio } from '../../../shared/errors/unusable-audio.ts';
import type { Job } from '../../../shared/jobs/job.ts';
import { MEGABYTE } from '../../../shared/jobs/megabyte.ts';
import { unquotedEtag } from '../../../shared/jobs/unquoted-etag.ts';
import type { OpenedRemote } from '../../../shared/remote/open-remote.ts';
import { meteredBody } from '../../../shared/streams/metered-body.ts';

const PART_BYTES = 16 * MEGABYTE;

export interface StoreRemoteDeps {
  readonly s3: S3Client;
  readonly largestBytes: number;
}

/** What is known of a song once it lies in the bucket. */
export interface FetchedSong {
  readonly etag: string;
  readonly bytes: number;
}

/**
 * Stores what a link leads to with flat memory: as one object when its length is announced, in parts otherwise. Never
 * over an object that is there.
 *
 * @throws UnusableAudio it is empty or too large; @throws UnreachableUrl it broke off;
 * @throws the SDK's `PreconditionFailed` when the object is there already
 */
export async function storeRemote(
  deps: StoreRemoteDeps,
  source: Job['source'],
  { bytes, body }: OpenedRemote,
): Promise<FetchedSong> {
  try {
    if (bytes === undefined) return await storeUnknown(deps, source, body);
    requireSize(bytes, deps.largestBytes);
    return await storeKnown(deps, source, bytes, body);
  } finally {
    body.destroy();
  }
}

async function storeKnown(
  { s3 }: StoreRemoteDeps,
  { bucket, key }: Job['source'],
  bytes: number,
  body: OpenedRemote['body'],
): Promise<FetchedSong> {
  const metered = meteredBody(body, bytes);
  const put = { Bucket: bucket, Key: key, Body: metered.body, ContentLength: bytes, IfNoneMatch: '*' };
  try {
    // The SDK does not notice when a body breaks: without the signal it would wait for bytes that never come.
    const { ETag = '' } = await s3.send(new PutObjectCommand(put), { abortSignal: metered.broken });
    return { etag: unquotedEtag(ETag), bytes };
  } catch (error) {
    metered.body.destroy();
    const { aborted, reason } = metered.broken;
    if (!aborted) throw error;
    if (reason instanceof ServiceError) throw reason;
    throw new UnreachableUrl('The link sent another number of bytes than it announced. Try again.', reason);
  }
}

async function storeUnknown(
  { s3, largestBytes }: StoreRemoteDeps,
  { bucket, key }: Job['source'],
  body: OpenedRemote['body'],
): Promise<FetchedSong> {
  let bytes = 0;
  async function* counted() {
    for await (const piece of body) {
      bytes += piece.length;
      if (bytes > largestBytes) requireSize(bytes, largestBytes);
      yield piece;
    }
    requireSize(bytes, largestBytes);
  }
  const etag = await storeInParts(s3, { bucket, key, partBytes: PART_BYTES }, counted());
  return { etag: unquotedEtag(etag), bytes };
}

function requireSize(bytes: number, largestBytes: number): void {
  if (bytes === 0) throw new UnusableAudio('The file behind the link is empty. Give a link to a song.');
  if (bytes <= largestBytes) return;
  throw new UnusableAudio(
    `The file behind the link is larger than ${largestBytes / MEGABYTE} MB, the most that is taken here. Use FLAC or MP3.`,
  );
}
