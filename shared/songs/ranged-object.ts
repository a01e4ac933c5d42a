import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { sourceUnchanged } from '../aws/source-unchanged.ts';
import { UnusableAudio } from '../errors/unusable-audio.ts';
import type { Job } from '../jobs/job.ts';

/** Bytes fetched at once: headers of most files fit into one or two of these. */
const BLOCK_BYTES = 256 * 1024;
/** The most that is read of one file, however its headers jump about. Embedded cover art can take a few MiB. */
const MAXIMUM_READ_BYTES = 32 * 1024 * 1024;

/** Reads parts of an uploaded object by ranges, keeping the blocks it has read. */
export class RangedObject {
  readonly bytes: number;
  /** Why a read failed, for a parser that turns every failure into "not audio". */
  failure: unknown;
  readonly #s3: S3Client;
  readonly #source: Job['source'];
  readonly #blocks = new Map<number, Promise<Uint8Array>>();

  constructor(s3: S3Client, source: Job['source']) {
    this.#s3 = s3;
    this.#source = source;
    this.bytes = source.bytes;
  }

  /** The bytes from `start` up to, not including, `end`; fewer at the end of the object. */
  async read(start: number, end: number): Promise<Uint8Array<ArrayBuffer>> {
    const stop = Math.min(end, this.bytes);
    const bytes = new Uint8Array(Math.max(0, stop - start));
    for (let index = Math.floor(start / BLOCK_BYTES); index * BLOCK_BYTES < stop; index++) {
      const block = await this.#block(index);
      const from = Math.max(start, index * BLOCK_BYTES);
      const to = Math.min(stop, (index + 1) * BLOCK_BYTES);
      bytes.set(block.subarray(from - index * BLOCK_BYTES, to - index * BLOCK_BYTES), from - start);
    }
    return bytes;
  }

  #block(index: number): Promise<Uint8Array> {
    const known = this.#blocks.get(index);
    if (known) return known;
    const block = this.#fetch(index * BLOCK_BYTES).catch((error: unknown) => {
      this.failure ??= error;
      throw error;
    });
    this.#blocks.set(index, block);
    return block;
  }

  async #fetch(start: number): Promise<Uint8Array> {
    if ((this.#blocks.size + 1) * BLOCK_BYTES > MAXIMUM_READ_BYTES) {
      throw new UnusableAudio(
        'The length of this file cannot be told without reading most of it. Save it as WAV or FLAC and upload it again.',
      );
    }
    const { bucket, key, etag } = this.#source;
    const end = Math.min(start + BLOCK_BYTES, this.bytes) - 1;
    const get = new GetObjectCommand({
      Bucket: bucket,
      Key: key,
      IfMatch: `"${etag}"`,
      Range: `bytes=${start}-${end}`,
    });
    const { Body } = await sourceUnchanged(this.#s3.send(get));
    if (Body === undefined) throw new Error('S3 answered a range without a body.');
    return Body.transformToByteArray();
  }
}
