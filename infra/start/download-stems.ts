import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { Job } from '../../shared/jobs/job.ts';

/** Writes the stems of a finished job, and its manifest, into a folder. */
export async function downloadStems(s3: S3Client, job: Job, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const keys = Object.values(job.files).map(({ key }) => key);
  if (job.manifestKey !== undefined) keys.push(job.manifestKey);
  for (const key of keys) {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: job.source.bucket, Key: key }));
    if (!(Body instanceof Readable)) throw new Error(`The bucket answered no body for ${key}.`);
    await pipeline(Body, createWriteStream(join(folder, basename(key))));
  }
}
