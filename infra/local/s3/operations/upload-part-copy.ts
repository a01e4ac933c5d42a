import { AwsServiceError } from '../../aws-service-error.ts';
import { type ByteRange, byteRange } from '../byte-range.ts';
import { commitPart } from '../commit-part.ts';
import { copySource } from '../copy-source.ts';
import { findUpload } from '../find-upload.ts';
import { objectArn } from '../object-arn.ts';
import { partNumber } from '../part-number.ts';
import type { S3Answer } from '../s3-answer.ts';
import type { S3Call } from '../s3-call.ts';
import type { S3Context } from '../s3-context.ts';
import { storeCopy } from '../store-copy.ts';
import { writeXml } from '../write-xml.ts';

/** Only "bytes=first-last", wholly inside the source. @throws {AwsServiceError} InvalidArgument. */
function sourceRange(header: string | undefined, size: number): ByteRange {
  if (header === undefined) return { start: 0, bytes: size };
  const match = /^bytes=\d+-(\d+)$/.exec(header);
  const range = match === null || Number(match[1]) >= size ? undefined : byteRange(header, size);
  if (range === undefined) {
    const message = `The x-amz-copy-source-range value must be of the form bytes=first-last within the ${size} bytes of the source`;
    throw new AwsServiceError('InvalidArgument', message);
  }
  return range;
}

/** UploadPartCopy. */
export async function uploadPartCopy(context: S3Context, call: S3Call): Promise<S3Answer> {
  context.authorize(call.principal, 's3:PutObject', objectArn(call.bucket, call.key));
  partNumber(call.query);
  const upload = findUpload(context, call);
  const { record } = copySource(context, call);
  const range = sourceRange(call.headers.get('x-amz-copy-source-range'), record.bytes);
  const stored = await storeCopy(context, record, range, upload.algorithm ?? undefined);
  const part = commitPart(context, call, stored);
  const xml = writeXml('CopyPartResult', {
    LastModified: part.modified.toISOString(),
    ETag: `"${part.etag}"`,
    ...(stored.checksum && { [`Checksum${stored.checksum.algorithm}`]: stored.checksum.value }),
  });
  return { status: 200, xml };
}
