import { countParameter } from '../count-parameter.ts';
import { findUpload } from '../find-upload.ts';
import { listEncoding } from '../list-encoding.ts';
import { objectArn } from '../object-arn.ts';
import type { S3Answer } from '../s3-answer.ts';
import type { S3Call } from '../s3-call.ts';
import type { S3Context } from '../s3-context.ts';
import { writeXml } from '../write-xml.ts';

/** ListParts. */
export function listParts(context: S3Context, call: S3Call): S3Answer {
  context.authorize(call.principal, 's3:ListMultipartUploadParts', objectArn(call.bucket, call.key));
  const { id, algorithm, type } = findUpload(context, call);
  const limit = countParameter(call.query, 'max-parts');
  const marker = countParameter(
    new Map([['part-number-marker', '0'], ...call.query]),
    'part-number-marker',
    10_000,
  );
  const rest = context.uploads.parts(id).filter(({ number }) => number > marker);
  const page = rest.slice(0, limit);
  const truncated = rest.length > page.length;
  const xml = writeXml('ListPartsResult', {
    Bucket: call.bucket,
    Key: listEncoding(call.query)(call.key),
    UploadId: id,
    PartNumberMarker: marker,
    NextPartNumberMarker: truncated ? page.at(-1)?.number : undefined,
    MaxParts: limit,
    IsTruncated: truncated,
    ChecksumAlgorithm: algorithm ?? undefined,
    ChecksumType: type ?? undefined,
    Part: page.map((part) => ({
      PartNumber: part.number,
      LastModified: part.modified.toISOString(),
      ETag: `"${part.etag}"`,
      Size: part.bytes,
      ...(algorithm !== null && { [`Checksum${algorithm}`]: part.checksum ?? undefined }),
    })),
    StorageClass: 'STANDARD',
  });
  return { status: 200, xml };
}
