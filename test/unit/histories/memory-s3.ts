import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  NoSuchKey,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { outgoing } from './outgoing-calls.ts';

export interface StoredObject {
  readonly bytes: Buffer;
  readonly etag: string;
  readonly metadata: Readonly<Record<string, string>>;
}

/** A bucket in memory. Like S3 it shows an object only when it is whole, and keeps conditions. */
export class MemoryS3 {
  readonly client = new S3Client({
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  readonly objects = new Map<string, StoredObject>();

  constructor() {
    const mock = mockClient(this.client);
    mock.on(HeadObjectCommand).callsFake((input) =>
      outgoing('s3 HeadObject', async () => {
        const { bytes, etag, metadata } = this.#matching(input.Key, input.IfMatch);
        return { ContentLength: bytes.length, ETag: `"${etag}"`, Metadata: { ...metadata } };
      }),
    );
    mock.on(GetObjectCommand).callsFake((input) =>
      outgoing('s3 GetObject', async () => {
        const { bytes, etag, metadata } = this.#matching(input.Key, input.IfMatch);
        const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(input.Range ?? '') ?? [];
        const part =
          from === undefined ? bytes : bytes.subarray(Number(from), to ? Number(to) + 1 : bytes.length);
        const Body = readableBody(part);
        const ContentLength = part.length;
        return { Body, ContentLength, ETag: `"${etag}"`, Metadata: { ...metadata } };
      }),
    );
    mock.on(PutObjectCommand).callsFake((input) =>
      outgoing('s3 PutObject', async () => {
        const bytes = await bodyOf(input.Body);
        if (input.ContentLength !== undefined && input.ContentLength !== bytes.length) {
          throw failed('IncompleteBody', 400);
        }
        return { ETag: `"${this.put(input.Key, bytes, input.Metadata ?? {})}"` };
      }),
    );
    mock.on(CopyObjectCommand).callsFake((input) =>
      outgoing('s3 CopyObject', async () => {
        const [, ...key] = input.CopySource.split('/');
        const { bytes } = this.#matching(key.map(decodeURIComponent).join('/'), input.CopySourceIfMatch);
        return { CopyObjectResult: { ETag: `"${this.put(input.Key, bytes)}"` } };
      }),
    );
    mock.on(DeleteObjectCommand).callsFake((input) =>
      outgoing('s3 DeleteObject', async () => {
        this.objects.delete(input.Key);
        return {};
      }),
    );
    mock.on(ListObjectsV2Command).callsFake((input) =>
      outgoing('s3 ListObjectsV2', async () => ({
        Contents: [...this.objects.keys()]
          .filter((key) => key.startsWith(input.Prefix ?? ''))
          .map((Key) => ({ Key })),
        IsTruncated: false,
      })),
    );
  }

  /** Stores an object and answers its etag. */
  put(key: string, bytes: Buffer, metadata: Readonly<Record<string, string>> = {}): string {
    const etag = createHash('md5').update(bytes).digest('hex');
    this.objects.set(key, { bytes, etag, metadata });
    return etag;
  }

  #matching(key: string, ifMatch: string | undefined): StoredObject {
    const object = this.objects.get(key);
    if (object === undefined) {
      throw new NoSuchKey({ message: 'The key does not exist', $metadata: { httpStatusCode: 404 } });
    }
    if (ifMatch !== undefined && ifMatch.replaceAll('"', '') !== object.etag) {
      throw failed('PreconditionFailed', 412);
    }
    return object;
  }
}

function failed(name: string, httpStatusCode: number): S3ServiceException {
  return new S3ServiceException({ name, $fault: 'client', $metadata: { httpStatusCode }, message: name });
}

async function bodyOf(body: unknown): Promise<Buffer> {
  if (body instanceof Readable) return buffer(body);
  if (body instanceof Uint8Array) return Buffer.from(body);
  return Buffer.from(String(body ?? ''));
}

/** A body as the SDK gives it: a stream, and the ways to read it whole. */
function readableBody(bytes: Buffer): Readable {
  return Object.assign(Readable.from([bytes]), {
    transformToByteArray: async () => bytes,
    transformToString: async () => bytes.toString(),
  });
}
