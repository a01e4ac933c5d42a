import { createHash } from 'node:crypto';
import * as z from 'zod';

/**
 * Names a job, its execution and its uploaded file. Lower-case letters and digits only, because the service
 * turns every other character of a file name into a dash.
 */
export const jobId = z
  .string()
  .regex(/^[a-z0-9]{1,40}$/, 'a job id is made of up to 40 lower-case letters and digits')
  .brand<'JobId'>();

export type JobId = z.infer<typeof jobId>;

/** What makes one job different from another. */
export interface JobIdentity {
  readonly bucket: string;
  readonly key: string;
  /** Version id of the object, or its etag in a bucket without versions. */
  readonly version: string;
  /** Slug of type and options. */
  readonly separationSlug: string;
  readonly outputFormat: number;
}

const HEX_DIGITS = 32;

/** The same object and separation always give the same id, so that a repeated event finds its job. */
export function deriveJobId(identity: JobIdentity): JobId {
  const { bucket, key, version, separationSlug, outputFormat } = identity;
  const text = JSON.stringify([bucket, key, version, separationSlug, outputFormat]);
  return jobId.parse(createHash('sha256').update(text).digest('hex').slice(0, HEX_DIGITS));
}
