import { commitObject, type ObjectCommit } from './commit-object.ts';
import type { ObjectDetails } from './object-details.ts';
import type { ObjectRecord } from './object-record.ts';
import type { S3Context } from './s3-context.ts';
import type { StoredBody } from './store-body.ts';

/** An object that consists of one stored body. */
export interface BodyCommit extends Omit<ObjectCommit, 'record' | 'also'> {
  readonly key: string;
  readonly body: StoredBody;
  readonly details: ObjectDetails;
}

/**
 * Makes a stored body visible as an object; when that is refused, the body is removed.
 * @throws {AwsServiceError} PreconditionFailed, NoSuchKey
 */
export function commitBody(context: S3Context, { key, body, details, ...commit }: BodyCommit): ObjectRecord {
  const record: ObjectRecord = {
    key,
    etag: body.md5Hex,
    bytes: body.bytes,
    modified: context.now(),
    segments: [{ file: body.file, bytes: body.bytes }],
    details: body.checksum === undefined ? details : { ...details, checksum: body.checksum },
  };
  try {
    commitObject(context, { ...commit, record });
  } catch (error) {
    context.files.remove([body.file]);
    throw error;
  }
  return record;
}
