import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { Job } from '../../shared/jobs/job.ts';

/**
 * Writes the stems of a finished job, and its manifest, into a folder.
 *
 * @throws Error when a stem is not the one that the record of the job tells of
 */
export async function downloadStems(s3: S3Client, job: Job, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const { bucket } = job.source;
  for (const { key, sha256 } of Object.values(job.files)) {
    if ((await download(s3, bucket, key, folder)) === sha256) continue;
    throw new Error(
      `The stem ${key} is not the one that was copied for this song. Upload it under another name.`,
    );
  }
  if (job.manifestKey !== undefined) await download(s3, bucket, job.manifestKey, folder);
}

/** @returns the SHA-256 of what was written, in hex */
async function download(s3: S3Client, bucket: string, key: string, folder: string): Promise<string> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  if (!(Body instanceof Readable)) throw new Error(`The bucket answered no body for ${key}.`);
  const hash = createHash('sha256');
  const hashing = new PassThrough().on('data', (chunk: Buffer) => hash.update(chunk));
  await pipeline(Body, hashing, createWriteStream(join(folder, basename(key))));
  return hash.digest('hex');
}
