import { LOCAL_ACCOUNT, LOCAL_REGION } from '../../location.ts';
import type { S3Answer } from '../s3-answer.ts';
import type { S3Call } from '../s3-call.ts';
import type { S3Context } from '../s3-context.ts';
import { writeXml } from '../write-xml.ts';

/** ListBuckets: all of them on one page. */
export function listBuckets(context: S3Context, call: S3Call): S3Answer {
  context.authorize(call.principal, 's3:ListAllMyBuckets', '*');
  const Bucket = context.buckets.list().map(({ name, created }) => ({
    Name: name,
    CreationDate: created.toISOString(),
    BucketRegion: LOCAL_REGION,
  }));
  const xml = writeXml('ListAllMyBucketsResult', { Owner: { ID: LOCAL_ACCOUNT }, Buckets: { Bucket } });
  return { status: 200, xml };
}
