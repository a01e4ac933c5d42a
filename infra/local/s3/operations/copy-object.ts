import { AwsServiceError } from '../../aws-service-error.ts';
import { checksumElements } from '../checksum-elements.ts';
import { commitBody } from '../commit-body.ts';
import { type CopySource, copySource } from '../copy-source.ts';
import { detailsOfHeaders } from '../details-of-headers.ts';
import { eventCause } from '../event-cause.ts';
import { objectArn } from '../object-arn.ts';
import type { ObjectDetails } from '../object-details.ts';
import { MAXIMUM_PUT_BYTES } from '../receive-body.ts';
import { requestedAlgorithm } from '../requested-algorithm.ts';
import type { S3Answer } from '../s3-answer.ts';
import type { S3Call } from '../s3-call.ts';
import type { S3Context } from '../s3-context.ts';
import { storeCopy } from '../store-copy.ts';
import { writeXml } from '../write-xml.ts';

/** COPY (the default) or REPLACE. @throws {AwsServiceError} InvalidArgument. */
function replaces(call: S3Call, header: string): boolean {
  const directive = call.headers.get(header) ?? 'COPY';
  if (directive !== 'COPY' && directive !== 'REPLACE') {
    throw new AwsServiceError('InvalidArgument', `${header} must be COPY or REPLACE.`);
  }
  return directive === 'REPLACE';
}

/** The copy's metadata and tags: the source's, or those of the request. Tags need rights of their own. */
function copiedDetails(context: S3Context, call: S3Call, source: CopySource): ObjectDetails {
  const given = detailsOfHeaders(call.headers);
  const { headers, metadata } = replaces(call, 'x-amz-metadata-directive') ? given : source.record.details;
  const newTags = replaces(call, 'x-amz-tagging-directive');
  const { tags } = newTags ? given : source.record.details;
  if (tags.length > 0) {
    if (!newTags) {
      const arn = objectArn(source.bucket, source.record.key);
      context.authorize(call.principal, 's3:GetObjectTagging', arn);
    }
    context.authorize(call.principal, 's3:PutObjectTagging', objectArn(call.bucket, call.key));
  }
  return { headers, metadata, tags };
}

function refuseCopy(call: S3Call, { bucket, record }: CopySource): void {
  const ontoItself = bucket === call.bucket && record.key === call.key;
  const changes = replaces(call, 'x-amz-metadata-directive') || replaces(call, 'x-amz-tagging-directive');
  if (ontoItself && !changes) {
    const message =
      "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata or tags.";
    throw new AwsServiceError('InvalidRequest', message);
  }
  if (record.bytes > MAXIMUM_PUT_BYTES) {
    const message = `The specified copy source is larger than the maximum allowable size for a copy source: ${MAXIMUM_PUT_BYTES}`;
    throw new AwsServiceError('InvalidRequest', message);
  }
}

/** CopyObject. */
export async function copyObject(context: S3Context, call: S3Call): Promise<S3Answer> {
  const { bucket, key } = call;
  context.authorize(call.principal, 's3:PutObject', objectArn(bucket, key));
  const source = copySource(context, call);
  refuseCopy(call, source);
  const details = copiedDetails(context, call, source);
  const algorithm = requestedAlgorithm(call.headers) ?? source.record.details.checksum?.algorithm;
  const body = await storeCopy(context, source.record, { start: 0, bytes: source.record.bytes }, algorithm);
  const record = commitBody(context, {
    bucket,
    key,
    body,
    details,
    reason: 'CopyObject',
    cause: eventCause(call),
    conditions: call.headers,
  });
  const xml = writeXml('CopyObjectResult', {
    LastModified: record.modified.toISOString(),
    ETag: `"${record.etag}"`,
    ...checksumElements(body.checksum),
  });
  return { status: 200, xml };
}
