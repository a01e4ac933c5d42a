import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { DownloadFailed } from '../../../shared/errors/download-failed.ts';
import { unquotedEtag } from '../../../shared/jobs/unquoted-etag.ts';
import { meteredBody } from '../../../shared/streams/metered-body.ts';
import { openStem, type WantedStem } from './open-stem.ts';
import type { ResumeDeps } from './resumed-bytes.ts';

export interface StoreDownloadDeps extends ResumeDeps {
  readonly s3: S3Client;
}

/** What is known of an object that was just stored. */
export interface StoredObject {
  readonly bytes: number;
  readonly sha256: string;
  readonly etag: string;
}

/**
 * Copies a file from HTTP into the bucket with flat memory: its bytes are checked, counted and hashed on the way. S3
 * shows an object only when it is whole, and what turns out to be wrong is broken off, so nothing half-written or
 * wrong can be found.
 *
 * @throws LinkExpired, DownloadFailed, DownloadRefused
 */
export async function storeDownload(
  deps: StoreDownloadDeps,
  bucket: string,
  wanted: WantedStem & { readonly contentType: string },
): Promise<StoredObject> {
  const { bytes, body } = await openStem(deps, wanted);
  const metered = meteredBody(body, bytes);
  try {
    const { ETag = '' } = await deps.s3.send(
      new PutObjectCommand({
        Bucket: bucket,
        Key: wanted.key,
        Body: metered.body,
        ContentLength: bytes,
        ContentType: wanted.contentType,
      }),
      // The SDK does not notice when a body breaks: without this it would wait for bytes that never come.
      { abortSignal: metered.broken },
    );
    return { bytes, sha256: metered.sha256(), etag: unquotedEtag(ETag) };
  } catch (error) {
    metered.body.destroy();
    const { aborted, reason } = metered.broken;
    if (!aborted) throw error;
    if (reason instanceof DownloadFailed) throw reason;
    throw new DownloadFailed(
      `The download of the stem "${wanted.stem}" broke off before its end. It is tried again.`,
      reason,
    );
  }
}
