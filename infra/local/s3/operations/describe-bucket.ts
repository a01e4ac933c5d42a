import { LOCAL_REGION } from '../../location.ts';
import { bucketArn } from '../bucket-arn.ts';
import type { S3Answer } from '../s3-answer.ts';
import type { S3Call } from '../s3-call.ts';
import type { S3Context } from '../s3-context.ts';
import { writeXml } from '../write-xml.ts';

/** HeadBucket: whether the bucket exists and the caller may list it. */
export function headBucket(context: S3Context, call: S3Call): S3Answer {
  context.authorize(call.principal, 's3:ListBucket', bucketArn(call.bucket));
  return { status: 200, headers: { 'x-amz-bucket-region': LOCAL_REGION } };
}

/** GetBucketLocation. */
export function getBucketLocation(context: S3Context, call: S3Call): S3Answer {
  context.authorize(call.principal, 's3:GetBucketLocation', bucketArn(call.bucket));
  return { status: 200, xml: writeXml('LocationConstraint', LOCAL_REGION) };
}
