import { HeadObjectCommand, NotFound } from '@aws-sdk/client-s3';
import { uploadStream } from '../../../shared/aws/upload-stream.ts';
import { UnreachableUrl } from '../../../shared/errors/unreachable-url.ts';
import { UnusableSubmission } from '../../../shared/errors/unusable-submission.ts';
import { qualityKeys } from '../../../shared/quality-checker/quality-keys.ts';
import { openRemote } from '../../../shared/remote/open-remote.ts';
import { remoteTypeOf } from '../../../shared/remote/remote-type-of.ts';
import type { OpenSubmissionDeps } from './open-submission.ts';

const GIBIBYTE = 2 ** 30;
const MOST_BYTES = 5 * GIBIBYTE;

const CONNECT_TIMEOUT_MS = 10_000;
const IDLE_TIMEOUT_MS = 30_000;
/** For the whole download; well inside the function's own limit, so that the reason can still be told. */
const DOWNLOAD_TIMEOUT_MS = 12 * 60_000;

/**
 * Brings the zip behind a link into the bucket, unless an earlier run has done so already.
 *
 * @throws RefusedUrl, UnusableSubmission the link cannot be used; @throws UnreachableUrl it may be tried again.
 */
export async function fetchSubmission(deps: OpenSubmissionDeps, id: number, url: string): Promise<void> {
  const place = { bucket: deps.bucket, key: qualityKeys.submission(id) };
  if (await exists(deps, place)) return;
  const deadline = AbortSignal.timeout(DOWNLOAD_TIMEOUT_MS);
  try {
    const { body } = await openRemote({
      url,
      remoteType: remoteTypeOf(url),
      allowedPrivateOrigins: deps.allowedPrivateOrigins,
      connectTimeoutMs: CONNECT_TIMEOUT_MS,
      idleTimeoutMs: IDLE_TIMEOUT_MS,
      signal: deadline,
    });
    await uploadStream(deps.s3, place, body, { mostBytes: MOST_BYTES, tooLarge });
  } catch (error) {
    if (!deadline.aborted) throw error;
    throw new UnreachableUrl('The download took too long. Use a faster server for the zip.', error);
  }
}

async function exists(
  { s3 }: OpenSubmissionDeps,
  { bucket, key }: { readonly bucket: string; readonly key: string },
): Promise<boolean> {
  try {
    await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
    return true;
  } catch (error) {
    if (error instanceof NotFound) return false;
    throw error;
  }
}

function tooLarge(): UnusableSubmission {
  return new UnusableSubmission(
    `The zip is larger than ${MOST_BYTES / GIBIBYTE} GiB, which is the limit here. Use FLAC.`,
  );
}
