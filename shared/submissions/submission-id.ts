import { createHash } from 'node:crypto';
import * as z from 'zod';

/** Names a zip that was dropped for the quality checker, and its executions. */
export const submissionId = z
  .string()
  .regex(/^[a-f0-9]{24}$/, 'the id of a submission has 24 hexadecimal digits')
  .brand<'SubmissionId'>();

export type SubmissionId = z.infer<typeof submissionId>;

const HEX_DIGITS = 24;

/** The same bytes under the same key always give the same id: a repeated event, or a zip dropped again, finds it. */
export function deriveSubmissionId(zip: {
  readonly bucket: string;
  readonly key: string;
  readonly etag: string;
}): SubmissionId {
  const text = JSON.stringify([zip.bucket, zip.key, zip.etag]);
  return submissionId.parse(createHash('sha256').update(text).digest('hex').slice(0, HEX_DIGITS));
}
