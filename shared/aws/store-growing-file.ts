import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { type GrowingFile, REWRITABLE_BYTES } from '../streams/growing-file.ts';

/** S3 asks for at least 5 MiB a part, and takes ten thousand of them. The first one is what can be rewritten. */
const PART_BYTES = REWRITABLE_BYTES;

export interface StoredPlace {
  readonly bucket: string;
  readonly key: string;
  readonly contentType: string;
}

interface Upload {
  readonly Bucket: string;
  readonly Key: string;
  readonly UploadId: string | undefined;
}

interface Part {
  readonly PartNumber: number;
  readonly ETag: string | undefined;
}

/**
 * Stores a file while it is written, two parts of it in memory at a time. S3 takes parts in any order: the first one,
 * which may still change, goes last. A small file goes in one piece. The object appears only when it is whole, and
 * what breaks on the way leaves nothing behind.
 *
 * @param write writes the whole file.
 * @returns how many bytes it has.
 * @throws what `write` and the SDK throw.
 */
export async function storeGrowingFile(
  s3: S3Client,
  place: StoredPlace,
  write: (file: GrowingFile) => Promise<void>,
): Promise<number> {
  const file = new FileInParts(s3, place);
  try {
    await write(file);
    return await file.finish();
  } catch (error) {
    await file.abandon();
    throw error;
  }
}

class FileInParts implements GrowingFile {
  readonly #s3: S3Client;
  readonly #place: StoredPlace;
  #bytes = 0;
  #current = Buffer.alloc(PART_BYTES);
  #filled = 0;
  /** Once the file is larger than one part, which is held back. */
  #multipart: { readonly upload: Upload; readonly first: Buffer } | undefined;
  readonly #parts: Part[] = [];

  constructor(s3: S3Client, place: StoredPlace) {
    this.#s3 = s3;
    this.#place = place;
  }

  async append(bytes: Uint8Array): Promise<void> {
    for (let offset = 0; offset < bytes.length; ) {
      if (this.#filled === PART_BYTES) await this.#nextPart();
      const piece = bytes.subarray(offset, offset + PART_BYTES - this.#filled);
      this.#current.set(piece, this.#filled);
      this.#filled += piece.length;
      this.#bytes += piece.length;
      offset += piece.length;
    }
  }

  rewrite(position: number, bytes: Uint8Array): void {
    const end = position + bytes.length;
    if (position < 0 || end > Math.min(this.#bytes, PART_BYTES)) {
      throw new RangeError(`The bytes ${position} to ${end} of ${this.#place.key} cannot be rewritten.`);
    }
    (this.#multipart?.first ?? this.#current).set(bytes, position);
  }

  async finish(): Promise<number> {
    const rest = this.#current.subarray(0, this.#filled);
    if (this.#multipart === undefined) {
      await this.#s3.send(new PutObjectCommand({ ...this.#target, Body: rest }));
      return this.#bytes;
    }
    const { upload, first } = this.#multipart;
    await this.#send(upload, rest, this.#parts.length + 2);
    await this.#send(upload, first, 1);
    const Parts = this.#parts.toSorted((a, b) => a.PartNumber - b.PartNumber);
    await this.#s3.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } }));
    return this.#bytes;
  }

  /** Should this fail as well, the bucket's lifecycle ends the upload: the first failure is what has to be told. */
  async abandon(): Promise<void> {
    if (this.#multipart === undefined) return;
    const abort = new AbortMultipartUploadCommand(this.#multipart.upload);
    await this.#s3.send(abort).catch(() => undefined);
  }

  get #target() {
    const { bucket: Bucket, key: Key, contentType: ContentType } = this.#place;
    return { Bucket, Key, ContentType };
  }

  async #nextPart(): Promise<void> {
    if (this.#multipart === undefined) {
      const { UploadId } = await this.#s3.send(new CreateMultipartUploadCommand(this.#target));
      const { Bucket, Key } = this.#target;
      this.#multipart = { upload: { Bucket, Key, UploadId }, first: this.#current };
      this.#current = Buffer.alloc(PART_BYTES);
    } else {
      await this.#send(this.#multipart.upload, this.#current, this.#parts.length + 2);
    }
    this.#filled = 0;
  }

  async #send(upload: Upload, Body: Buffer, PartNumber: number): Promise<void> {
    const { ETag } = await this.#s3.send(new UploadPartCommand({ ...upload, PartNumber, Body }));
    this.#parts.push({ PartNumber, ETag });
  }
}
