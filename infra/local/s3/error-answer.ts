import type { AwsServiceError } from '../aws-service-error.ts';
import type { S3Answer } from './s3-answer.ts';
import { writeXml } from './write-xml.ts';

/** An error as S3 answers it. */
export function errorAnswer(error: AwsServiceError, resource: string, requestId: string): S3Answer {
  const xml = writeXml('Error', {
    Code: error.code,
    Message: error.message,
    Resource: resource,
    RequestId: requestId,
    ...error.fields,
  });
  const size = error.fields.ActualObjectSize;
  const headers = error.code === 'InvalidRange' && size ? { 'content-range': `bytes */${size}` } : {};
  return { status: error.status, headers, xml };
}
