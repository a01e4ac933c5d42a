import { findUpload } from './find-upload.ts';
import { partNumber } from './part-number.ts';
import type { S3Call } from './s3-call.ts';
import type { S3Context } from './s3-context.ts';
import type { StoredBody } from './store-body.ts';
import type { UploadedPart } from './upload-catalog.ts';

/**
 * Adds a stored part to its upload, in place of an earlier part of the same number. The upload may have
 * been aborted or completed while the part came in: then its file goes, too.
 * @throws {AwsServiceError} NoSuchUpload.
 */
export function commitPart(context: S3Context, call: S3Call, body: StoredBody): UploadedPart {
  try {
    const upload = findUpload(context, call);
    const part: UploadedPart = {
      number: partNumber(call.query),
      etag: body.md5Hex,
      bytes: body.bytes,
      modified: context.now(),
      file: body.file,
      checksum: body.checksum?.value ?? null,
    };
    const replaced = context.uploads.parts(upload.id).find(({ number }) => number === part.number);
    context.uploads.putPart(upload.id, part);
    if (replaced !== undefined) context.files.remove([replaced.file]);
    return part;
  } catch (error) {
    context.files.remove([body.file]);
    throw error;
  }
}
