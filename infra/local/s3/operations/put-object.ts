import { checksumHeaders } from '../checksum-headers.ts';
import { commitBody } from '../commit-body.ts';
import { detailsOfHeaders } from '../details-of-headers.ts';
import { eventCause } from '../event-cause.ts';
import { expectedBody } from '../expected-body.ts';
import { objectArn } from '../object-arn.ts';
import { requestBytes } from '../request-bytes.ts';
import type { S3Answer } from '../s3-answer.ts';
import type { S3Call } from '../s3-call.ts';
import type { S3Context } from '../s3-context.ts';
import { storeBody } from '../store-body.ts';

/** PutObject. */
export async function putObject(context: S3Context, call: S3Call): Promise<S3Answer> {
  const { bucket, key, headers } = call;
  const arn = objectArn(bucket, key);
  context.authorize(call.principal, 's3:PutObject', arn);
  if (headers.has('x-amz-tagging')) context.authorize(call.principal, 's3:PutObjectTagging', arn);
  const details = detailsOfHeaders(headers);
  const body = await storeBody(
    context.files,
    requestBytes(call.request),
    expectedBody(headers, call.signature),
  );
  const record = commitBody(context, {
    bucket,
    key,
    body,
    details,
    reason: 'PutObject',
    cause: eventCause(call),
    conditions: headers,
  });
  return { status: 200, headers: { etag: `"${record.etag}"`, ...checksumHeaders(body.checksum) } };
}
