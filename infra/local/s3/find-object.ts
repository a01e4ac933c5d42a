import { bucketArn } from './bucket-arn.ts';
import { noSuchKey } from './no-such-key.ts';
import type { ObjectRecord } from './object-record.ts';
import type { S3Call } from './s3-call.ts';
import type { S3Context } from './s3-context.ts';

/**
 * Looks an object up for somebody who may read it. Only who may list the bucket learns that a key does
 * not exist; others get AccessDenied, as on AWS.
 * @throws {AwsServiceError} NoSuchBucket, NoSuchKey, AccessDenied.
 */
export function findObject(
  context: S3Context,
  call: Pick<S3Call, 'principal'>,
  bucket: string,
  key: string,
): ObjectRecord {
  context.buckets.get(bucket);
  const record = context.objects.get(bucket, key);
  if (record !== undefined) return record;
  context.authorize(call.principal, 's3:ListBucket', bucketArn(bucket));
  throw noSuchKey(key);
}
