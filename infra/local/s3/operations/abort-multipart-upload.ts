import { findUpload } from '../find-upload.ts';
import { objectArn } from '../object-arn.ts';
import type { S3Answer } from '../s3-answer.ts';
import type { S3Call } from '../s3-call.ts';
import type { S3Context } from '../s3-context.ts';

/** AbortMultipartUpload: forgets the upload and removes its parts. */
export function abortMultipartUpload(context: S3Context, call: S3Call): S3Answer {
  context.authorize(call.principal, 's3:AbortMultipartUpload', objectArn(call.bucket, call.key));
  const { id } = findUpload(context, call);
  const files = context.uploads.parts(id).map(({ file }) => file);
  context.transaction(() => context.uploads.remove(id));
  context.files.remove(files);
  return { status: 204 };
}
