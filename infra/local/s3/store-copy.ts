import type { ByteRange } from './byte-range.ts';
import type { ChecksumAlgorithm } from './checksum/checksum-algorithm.ts';
import type { ObjectRecord } from './object-record.ts';
import type { S3Context } from './s3-context.ts';
import { type StoredBody, storeBody } from './store-body.ts';
import { storedBytes } from './stored-bytes.ts';

/**
 * Copies bytes of an object into a new file, and computes what a fresh upload of them would have: a copy
 * of a multipart object is a plain object with the MD5 of all its bytes.
 */
export async function storeCopy(
  context: S3Context,
  source: ObjectRecord,
  range: ByteRange,
  algorithm: ChecksumAlgorithm | undefined,
): Promise<StoredBody> {
  const release = context.files.hold(source.segments.map(({ file }) => file));
  try {
    const bytes = storedBytes(context.files, source.segments, range.start, range.bytes);
    return await storeBody(context.files, bytes, {
      bytes: range.bytes,
      ...(algorithm !== undefined && { checksum: { algorithm } }),
    });
  } finally {
    release();
  }
}
