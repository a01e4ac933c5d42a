import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { WholeJob } from '../../shared/jobs/job-table.ts';
import { stepFolder } from './step-folder.ts';

/**
 * Writes all stems of a job, and its manifest, into the folder of its song.
 *
 * @throws Error when a stem is not the one that the record of the job tells of
 */
export async function downloadStems(s3: S3Client, whole: WholeJob, songFolder: string): Promise<void> {
  await mkdir(songFolder, { recursive: true });
  const { bucket } = whole.job.source;
  for (const { step, files } of whole.steps) {
    const folder = stepFolder(whole, step, songFolder);
    for (const { key, sha256 } of Object.values(files)) {
      await mkdir(folder, { recursive: true });
      if ((await download(s3, bucket, key, folder)) === sha256) continue;
      throw new Error(
        `The stem ${key} is not the one that was copied for this song. Upload it under another name.`,
      );
    }
  }
  const { manifestKey } = whole.job;
  if (manifestKey !== undefined) await download(s3, bucket, manifestKey, songFolder);
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
