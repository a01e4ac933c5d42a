import { AwsServiceError } from '../../aws-service-error.ts';
import { checksumHeader } from '../checksum/checksum-algorithm.ts';
import { commitPart } from '../commit-part.ts';
import { type ExpectedBody, expectedBody } from '../expected-body.ts';
import { findUpload } from '../find-upload.ts';
import { objectArn } from '../object-arn.ts';
import { partNumber } from '../part-number.ts';
import { requestBytes } from '../request-bytes.ts';
import type { S3Answer } from '../s3-answer.ts';
import type { S3Call } from '../s3-call.ts';
import type { S3Context } from '../s3-context.ts';
import { storeBody } from '../store-body.ts';
import type { Upload } from '../upload-catalog.ts';

/**
 * A part is verified with the checksum it brings. Kept is only one of the algorithm that the upload was
 * created with; when the part brings none, that one is computed.
 */
function withUploadAlgorithm(expected: ExpectedBody, upload: Upload): ExpectedBody {
  const { algorithm } = upload;
  if (algorithm === null || expected.checksum?.algorithm === algorithm) return expected;
  if (expected.checksum === undefined) return { ...expected, checksum: { algorithm } };
  const message = `Checksum Type mismatch occurred, expected checksum Type: ${algorithm.toLowerCase()}, actual checksum Type: ${expected.checksum.algorithm.toLowerCase()}`;
  throw new AwsServiceError('InvalidRequest', message);
}

/** UploadPart. */
export async function uploadPart(context: S3Context, call: S3Call): Promise<S3Answer> {
  context.authorize(call.principal, 's3:PutObject', objectArn(call.bucket, call.key));
  partNumber(call.query);
  const upload = findUpload(context, call);
  const expected = withUploadAlgorithm(expectedBody(call.headers, call.signature), upload);
  const stored = await storeBody(context.files, requestBytes(call.request), expected);
  const { checksum, ...withoutChecksum } = stored;
  const part = commitPart(context, call, upload.algorithm === null ? withoutChecksum : stored);
  const confirmed = checksum === undefined ? {} : { [checksumHeader(checksum.algorithm)]: checksum.value };
  return { status: 200, headers: { etag: `"${part.etag}"`, ...confirmed } };
}
