import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { sourceUnchanged } from '../../../shared/aws/source-unchanged.ts';
import type { Job } from '../../../shared/jobs/job.ts';

/**
 * SHA-256 over all bytes of an uploaded object, in hex. They flow through, whatever the size of the object.
 *
 * @param signal ends it early
 * @throws SourceChanged when it is not the object any more that the job was made of
 */
export async function hashObject(s3: S3Client, source: Job['source'], signal: AbortSignal): Promise<string> {
  const { bucket, key, etag, bytes } = source;
  const get = new GetObjectCommand({ Bucket: bucket, Key: key, IfMatch: `"${etag}"` });
  const { Body } = await sourceUnchanged(s3.send(get, { abortSignal: signal }));
  if (!(Body instanceof Readable)) throw new Error('S3 answered an object without a body.');
  const hash = createHash('sha256');
  let read = 0;
  for await (const chunk of Body) {
    signal.throwIfAborted();
    hash.update(chunk);
    read += chunk.length;
  }
  if (read !== bytes) throw new Error(`S3 sent ${read} bytes of an object of ${bytes}.`);
  return hash.digest('hex');
}
