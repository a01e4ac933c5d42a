import { bucketArn } from '../bucket-arn.ts';
import { countParameter } from '../count-parameter.ts';
import { listEncoding } from '../list-encoding.ts';
import type { S3Answer } from '../s3-answer.ts';
import type { S3Call } from '../s3-call.ts';
import type { S3Context } from '../s3-context.ts';
import type { Upload } from '../upload-catalog.ts';
import { writeXml } from '../write-xml.ts';

/** Uploads that come after the markers; the catalog lists them by key, then by start. */
function after(uploads: readonly Upload[], keyMarker: string, idMarker: string): readonly Upload[] {
  if (keyMarker === '') return uploads;
  const at = uploads.findIndex(({ key, id }) => key === keyMarker && id === idMarker);
  if (at >= 0) return uploads.slice(at + 1);
  const bytes = Buffer.from(keyMarker, 'utf8');
  return uploads.filter(({ key }) => Buffer.compare(Buffer.from(key, 'utf8'), bytes) > 0);
}

/** ListMultipartUploads, without a delimiter. */
export function listMultipartUploads(context: S3Context, call: S3Call): S3Answer {
  const { bucket, query } = call;
  context.authorize(call.principal, 's3:ListBucketMultipartUploads', bucketArn(bucket));
  const encode = listEncoding(query);
  const prefix = query.get('prefix') ?? '';
  const keyMarker = query.get('key-marker') ?? '';
  const idMarker = query.get('upload-id-marker') ?? '';
  const limit = countParameter(query, 'max-uploads');
  const matching = context.uploads.list(bucket).filter(({ key }) => key.startsWith(prefix));
  const rest = after(matching, keyMarker, idMarker);
  const page = rest.slice(0, limit);
  const truncated = rest.length > page.length;
  const last = truncated ? page.at(-1) : undefined;
  const xml = writeXml('ListMultipartUploadsResult', {
    Bucket: bucket,
    KeyMarker: encode(keyMarker),
    UploadIdMarker: idMarker,
    NextKeyMarker: last === undefined ? undefined : encode(last.key),
    NextUploadIdMarker: last?.id,
    Prefix: encode(prefix),
    EncodingType: query.get('encoding-type'),
    MaxUploads: limit,
    IsTruncated: truncated,
    Upload: page.map((upload) => ({
      Key: encode(upload.key),
      UploadId: upload.id,
      Initiated: upload.created.toISOString(),
      StorageClass: 'STANDARD',
      ChecksumAlgorithm: upload.algorithm ?? undefined,
      ChecksumType: upload.type ?? undefined,
    })),
  });
  return { status: 200, xml };
}
