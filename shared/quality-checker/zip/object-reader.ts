import { PassThrough, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { GetObjectCommand, HeadObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { RandomAccessReader } from 'yauzl';

export interface ObjectPlace {
  readonly bucket: string;
  readonly key: string;
}

/** Small reads, of which a directory takes two an entry, are answered from blocks of this size. */
const BLOCK_BYTES = 256 * 1024;

/** Reads an object of S3 by ranges, so that of an archive nothing is fetched that nobody asks for. */
export class ObjectReader extends RandomAccessReader {
  readonly bytes: number;
  /** Why a read failed: whoever parses the archive takes every failure for one of the archive. */
  failure: unknown;
  readonly #s3: S3Client;
  readonly #place: ObjectPlace;
  #block: { readonly start: number; readonly bytes: Promise<Buffer> } | undefined;

  private constructor(s3: S3Client, place: ObjectPlace, bytes: number) {
    super();
    this.#s3 = s3;
    this.#place = place;
    this.bytes = bytes;
  }

  /** @throws what the SDK throws, NotFound among it. */
  static async open(s3: S3Client, place: ObjectPlace): Promise<ObjectReader> {
    const { ContentLength = 0 } = await s3.send(
      new HeadObjectCommand({ Bucket: place.bucket, Key: place.key }),
    );
    return new ObjectReader(s3, place, ContentLength);
  }

  /** Called by the parser: a stream of the bytes from `start` up to, not including, `end`. */
  override _readStreamForRange(start: number, end: number): Readable {
    const stream = new PassThrough();
    this.#fetch(start, end)
      .then((body) => pipeline(body, stream))
      .catch((error: unknown) => {
        if (isGivenUp(error)) return; // Its reader wants no more: nobody waits for the rest.
        this.failure ??= error;
        stream.destroy(asError(error));
      });
    return stream;
  }

  /** Called by the parser, for records of a few bytes. */
  override read(
    target: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null, bytesRead?: number) => void,
  ): void {
    this.#readBlocks(position, length).then(
      (bytes) => callback(null, bytes.copy(target, offset)),
      (error: unknown) => {
        this.failure ??= error;
        callback(asError(error));
      },
    );
  }

  async #readBlocks(position: number, length: number): Promise<Buffer> {
    const pieces: Buffer[] = [];
    const end = Math.min(this.bytes, position + length);
    for (let at = position; at < end; ) {
      const start = Math.floor(at / BLOCK_BYTES) * BLOCK_BYTES;
      const piece = (await this.#blockAt(start)).subarray(at - start, end - start);
      if (piece.length === 0) break;
      pieces.push(piece);
      at += piece.length;
    }
    return Buffer.concat(pieces);
  }

  #blockAt(start: number): Promise<Buffer> {
    if (this.#block?.start === start) return this.#block.bytes;
    const bytes = this.#fetch(start, Math.min(this.bytes, start + BLOCK_BYTES)).then(async (body) =>
      Buffer.concat(await body.toArray()),
    );
    this.#block = { start, bytes };
    return bytes;
  }

  async #fetch(start: number, end: number): Promise<Readable> {
    const { Body } = await this.#s3.send(
      new GetObjectCommand({
        Bucket: this.#place.bucket,
        Key: this.#place.key,
        Range: `bytes=${start}-${end - 1}`,
      }),
    );
    if (!(Body instanceof Readable)) throw new Error('S3 answered a range without a body.');
    return Body;
  }
}

function isGivenUp(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE';
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error('S3 failed.', { cause: error });
}
