import type { Readable } from 'node:stream';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { ByteReader } from '../streams/byte-reader.ts';

/** What is in memory at once; S3 asks for at least 5 MiB a part, and takes ten thousand of them. */
const PART_BYTES = 16 * 1024 * 1024;

export interface UploadPlace {
  readonly bucket: string;
  readonly key: string;
}

/**
 * Writes a stream of unknown length into a bucket, a part at a time. The object appears only when it is whole.
 *
 * @param tooLarge what is thrown when the stream is longer than `mostBytes`.
 * @throws what the stream or the SDK throws; what was uploaded so far is given up then.
 */
export async function uploadStream(
  s3: S3Client,
  { bucket: Bucket, key: Key }: UploadPlace,
  body: Readable,
  { mostBytes, tooLarge }: { readonly mostBytes: number; readonly tooLarge: () => Error },
): Promise<void> {
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key }));
  const upload = { Bucket, Key, UploadId };
  const reader = new ByteReader(body);
  try {
    const Parts: { PartNumber: number; ETag: string | undefined }[] = [];
    for (let bytes = 0, PartNumber = 1; ; PartNumber++) {
      const Body = await reader.take(PART_BYTES);
      bytes += Body.length;
      if (bytes > mostBytes) throw tooLarge();
      // A first part may be empty: so is the object then.
      if (Body.length === 0 && PartNumber > 1) break;
      const { ETag } = await s3.send(new UploadPartCommand({ ...upload, PartNumber, Body }));
      Parts.push({ PartNumber, ETag });
      if (Body.length < PART_BYTES) break;
    }
    await s3.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } }));
  } catch (error) {
    // Should this fail as well, the bucket's lifecycle ends the upload: the first failure is what has to be told.
    await s3.send(new AbortMultipartUploadCommand(upload)).catch(() => undefined);
    throw error;
  } finally {
    await reader.close();
  }
}
