import { AwsServiceError } from '../aws-service-error.ts';
import { uriDecode } from '../signature/uri-decode.ts';
import { checkReadConditions } from './check-read-conditions.ts';
import { findObject } from './find-object.ts';
import { objectArn } from './object-arn.ts';
import type { ObjectRecord } from './object-record.ts';
import { preconditionFailed } from './precondition-failed.ts';
import type { S3Call } from './s3-call.ts';
import type { S3Context } from './s3-context.ts';

/** An object to copy from, which the caller may read and whose conditions hold. */
export interface CopySource {
  readonly bucket: string;
  readonly record: ObjectRecord;
}

/**
 * Finds the object named by x-amz-copy-source ("bucket/key" or "/bucket/key", URL-encoded).
 * @throws {AwsServiceError} InvalidArgument, NoSuchBucket, NoSuchKey, AccessDenied, PreconditionFailed.
 */
export function copySource(context: S3Context, call: S3Call): CopySource {
  const header = call.headers.get('x-amz-copy-source') ?? '';
  const [path = '', version] = header.split('?versionId=');
  if (version !== undefined && version !== 'null') {
    throw new AwsServiceError('NotImplemented', 'The local S3 keeps no versions (versionId).', 501);
  }
  const match = /^\/?([^/]+)\/([\s\S]+)$/.exec(uriDecode(path));
  const [, bucket, key] = match ?? [];
  if (bucket === undefined || key === undefined) {
    throw new AwsServiceError('InvalidArgument', 'x-amz-copy-source must be <bucket>/<key>, URL-encoded.');
  }
  context.authorize(call.principal, 's3:GetObject', objectArn(bucket, key));
  const record = findObject(context, call, bucket, key);
  if (checkReadConditions(call.headers, record, 'x-amz-copy-source-') === 'not-modified') {
    throw preconditionFailed('x-amz-copy-source-If-None-Match');
  }
  return { bucket, record };
}
