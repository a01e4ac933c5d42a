import { checksumElements } from '../checksum-elements.ts';
import { findObject } from '../find-object.ts';
import { objectArn } from '../object-arn.ts';
import type { S3Answer } from '../s3-answer.ts';
import type { S3Call } from '../s3-call.ts';
import type { S3Context } from '../s3-context.ts';
import { writeXml } from '../write-xml.ts';

/** GetObjectAttributes; of the parts only their number is told. */
export function getObjectAttributes(context: S3Context, call: S3Call): S3Answer {
  const arn = objectArn(call.bucket, call.key);
  context.authorize(call.principal, 's3:GetObject', arn);
  context.authorize(call.principal, 's3:GetObjectAttributes', arn);
  const record = findObject(context, call, call.bucket, call.key);
  const wanted = (call.headers.get('x-amz-object-attributes') ?? '').split(',').map((name) => name.trim());
  const { checksum } = record.details;
  const isMultipart = record.etag.includes('-');
  const xml = writeXml('GetObjectAttributesResponse', {
    ETag: wanted.includes('ETag') ? record.etag : undefined,
    Checksum: wanted.includes('Checksum') && checksum ? checksumElements(checksum) : undefined,
    ObjectParts:
      wanted.includes('ObjectParts') && isMultipart ? { PartsCount: record.segments.length } : undefined,
    StorageClass: wanted.includes('StorageClass') ? 'STANDARD' : undefined,
    ObjectSize: wanted.includes('ObjectSize') ? record.bytes : undefined,
  });
  return { status: 200, headers: { 'last-modified': record.modified.toUTCString() }, xml };
}
