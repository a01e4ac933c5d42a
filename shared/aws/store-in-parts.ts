import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';

/** Where bytes of an unknown number go. */
export interface PartsTarget {
  readonly bucket: string;
  readonly key: string;
  /** Bytes of a part: S3 wants at least 5 MiB of all but the last, and takes 10,000 of them. */
  readonly partBytes: number;
}

/**
 * Stores what nobody knows the length of, one part in memory at a time. The object shows only when it is whole; what
 * breaks on the way, or comes to nothing because an object of that name is there already, leaves nothing behind.
 *
 * @returns the etag, in quotes as S3 answers it
 * @throws what the bytes throw; the SDK's `PreconditionFailed` when the key is taken
 */
export async function storeInParts(
  s3: S3Client,
  { bucket: Bucket, key: Key, partBytes }: PartsTarget,
  bytes: AsyncIterable<Uint8Array>,
): Promise<string> {
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key }));
  const upload = { Bucket, Key, UploadId };
  try {
    const Parts: { PartNumber: number; ETag: string | undefined }[] = [];
    for await (const Body of inParts(bytes, partBytes)) {
      const PartNumber = Parts.length + 1;
      const { ETag } = await s3.send(new UploadPartCommand({ ...upload, PartNumber, Body }));
      Parts.push({ PartNumber, ETag });
    }
    const complete = { ...upload, MultipartUpload: { Parts }, IfNoneMatch: '*' };
    const { ETag = '' } = await s3.send(new CompleteMultipartUploadCommand(complete));
    return ETag;
  } catch (error) {
    await s3.send(new AbortMultipartUploadCommand(upload));
    throw error;
  }
}

async function* inParts(bytes: AsyncIterable<Uint8Array>, partBytes: number): AsyncGenerator<Buffer> {
  let pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of bytes) {
    pieces.push(piece);
    size += piece.length;
    if (size < partBytes) continue;
    yield Buffer.concat(pieces);
    pieces = [];
    size = 0;
  }
  if (size > 0) yield Buffer.concat(pieces);
}
