import { Readable } from 'node:stream';
import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { ByteSource } from '../streams/byte-source.ts';

export interface ObjectPlace {
  readonly bucket: string;
  readonly key: string;
  /** How large the object is. */
  readonly bytes: number;
}

/** An object of S3 as a source: each reading is one request, of which no more is taken than is read. */
export function objectSource(s3: S3Client, { bucket, key, bytes }: ObjectPlace): ByteSource {
  return { bytes, readFrom: (offset) => readObject(s3, { bucket, key, bytes }, offset) };
}

async function* readObject(
  s3: S3Client,
  { bucket, key, bytes }: ObjectPlace,
  offset: number,
): AsyncGenerator<Uint8Array> {
  // S3 answers a range behind the end with an error.
  if (offset >= bytes) return;
  const range = offset === 0 ? {} : { Range: `bytes=${offset}-` };
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key, ...range }));
  if (!(Body instanceof Readable)) throw new Error(`S3 answered ${key} without a body.`);
  try {
    yield* Body;
  } finally {
    Body.destroy();
  }
}
