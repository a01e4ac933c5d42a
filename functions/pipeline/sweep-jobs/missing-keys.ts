import { HeadObjectCommand, NotFound, type S3Client } from '@aws-sdk/client-s3';
import type { WholeJob } from '../../../shared/jobs/job-table.ts';

/** Keys of stems and manifest that stand on the record and do not lie in the bucket. */
export async function missingKeys(
  { s3 }: { readonly s3: S3Client },
  { job, steps }: WholeJob,
): Promise<string[]> {
  const stems = steps.flatMap(({ files }) => Object.values(files).map(({ key }) => key));
  const keys = job.manifestKey === undefined ? stems : [...stems, job.manifestKey];
  const missing: string[] = [];
  for (const key of keys) {
    if (!(await exists(s3, job.source.bucket, key))) missing.push(key);
  }
  return missing;
}

async function exists(s3: S3Client, Bucket: string, Key: string): Promise<boolean> {
  try {
    await s3.send(new HeadObjectCommand({ Bucket, Key }));
    return true;
  } catch (error) {
    if (error instanceof NotFound) return false;
    throw error;
  }
}
