import { AwsServiceError } from '../aws-service-error.ts';
import type { S3Call } from './s3-call.ts';
import type { S3Context } from './s3-context.ts';
import type { Upload } from './upload-catalog.ts';

/** The multipart upload a call names. @throws {AwsServiceError} NoSuchUpload. */
export function findUpload(context: S3Context, call: S3Call): Upload {
  const id = call.query.get('uploadId') ?? '';
  const upload = context.uploads.get(id);
  if (upload === undefined || upload.bucket !== call.bucket || upload.key !== call.key) {
    const message =
      'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.';
    throw new AwsServiceError('NoSuchUpload', message, 404, { UploadId: id });
  }
  return upload;
}
