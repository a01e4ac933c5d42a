import { randomUUID } from 'node:crypto';
import { AwsServiceError } from '../../aws-service-error.ts';
import { detailsOfHeaders } from '../details-of-headers.ts';
import { objectArn } from '../object-arn.ts';
import { requestedAlgorithm } from '../requested-algorithm.ts';
import type { S3Answer } from '../s3-answer.ts';
import type { S3Call } from '../s3-call.ts';
import type { S3Context } from '../s3-context.ts';
import type { Upload } from '../upload-catalog.ts';
import { writeXml } from '../write-xml.ts';

/** CRC64NVME exists only for whole objects, SHA only composite; CRC32 and CRC32C can be either. */
function checksumType(call: S3Call, algorithm: Upload['algorithm']): Upload['type'] {
  const asked = call.headers.get('x-amz-checksum-type')?.toUpperCase();
  if (algorithm === null) {
    if (asked === undefined) return null;
    throw new AwsServiceError('InvalidRequest', 'x-amz-checksum-type needs x-amz-checksum-algorithm.');
  }
  const usual = algorithm === 'CRC64NVME' ? 'FULL_OBJECT' : 'COMPOSITE';
  if (asked === undefined || asked === usual) return usual;
  const free = algorithm === 'CRC32' || algorithm === 'CRC32C';
  if (free && asked === 'FULL_OBJECT') return 'FULL_OBJECT';
  const message = `The ${asked} checksum type cannot be used with the ${algorithm} checksum algorithm.`;
  throw new AwsServiceError('InvalidRequest', message);
}

/** CreateMultipartUpload. */
export function createMultipartUpload(context: S3Context, call: S3Call): S3Answer {
  const { bucket, key, headers } = call;
  const arn = objectArn(bucket, key);
  context.authorize(call.principal, 's3:PutObject', arn);
  if (headers.has('x-amz-tagging')) context.authorize(call.principal, 's3:PutObjectTagging', arn);
  const algorithm = requestedAlgorithm(headers) ?? null;
  const type = checksumType(call, algorithm);
  const id = randomUUID().replaceAll('-', '');
  const details = detailsOfHeaders(headers);
  context.uploads.create({ id, bucket, key, created: context.now(), details, algorithm, type });
  const checksum =
    algorithm === null || type === null
      ? {}
      : { 'x-amz-checksum-algorithm': algorithm, 'x-amz-checksum-type': type };
  const xml = writeXml('InitiateMultipartUploadResult', { Bucket: bucket, Key: key, UploadId: id });
  return { status: 200, headers: checksum, xml };
}
