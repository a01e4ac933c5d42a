import { createHash } from 'node:crypto';
import * as z from 'zod';

/**
 * Names a job, its first execution, and the files that are made of it. Lower-case letters and digits only, because the
 * service turns every other character of a file name into a dash.
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
  /**
   * What the upload itself asks for, in its metadata. Not what that comes to: recipes, settings and sidecar files
   * change, and an event that is delivered again afterwards must still find its job.
   */
  readonly request: Readonly<Record<string, string>>;
}

const HEX_DIGITS = 32;

/** The same object with the same wishes always gives the same id, so that a repeated event finds its job. */
export function deriveJobId({ bucket, key, version, request }: JobIdentity): JobId {
  const wishes = Object.entries(request).sort(([left], [right]) => (left < right ? -1 : 1));
  const text = JSON.stringify([bucket, key, version, wishes]);
  return jobId.parse(createHash('sha256').update(text).digest('hex').slice(0, HEX_DIGITS));
}
