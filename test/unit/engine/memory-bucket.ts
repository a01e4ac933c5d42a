import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  NoSuchKey,
  NotFound,
  PutObjectCommand,
  type PutObjectCommandInput,
  S3Client,
  UploadPartCommand,
  type UploadPartCommandInput,
} from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';

/** A bucket that lives in a Map. It refuses a stream whose length is not the promised one, as S3 does. */
export function memoryBucket(): { s3: S3Client; objects: Map<string, Buffer>; puts: string[] } {
  const objects = new Map<string, Buffer>();
  const puts: string[] = [];
  const s3 = new S3Client({ region: 'us-east-1' });
  const client = mockClient(s3);
  client.on(PutObjectCommand).callsFake(async ({ Key = '', Body, ContentLength }: PutObjectCommandInput) => {
    if (!(Body instanceof Readable) && !(Body instanceof Uint8Array)) throw new Error('unexpected body');
    const bytes = Body instanceof Readable ? await buffer(Body) : Buffer.from(Body);
    if (Body instanceof Readable && bytes.length !== ContentLength) throw new Error('IncompleteBody');
    objects.set(Key, bytes);
    puts.push(Key);
    return {};
  });
  const existing = (key: string) => {
    const bytes = objects.get(key);
    if (bytes === undefined) throw new NoSuchKey({ message: 'The key does not exist', $metadata: {} });
    return bytes;
  };
  client.on(GetObjectCommand).callsFake(({ Key, Range = '' }: { Key: string; Range?: string }) => {
    const [, first = '0', last = ''] = /^bytes=(\d+)-(\d*)$/.exec(Range) ?? [];
    const bytes = existing(Key).subarray(Number(first), last === '' ? undefined : Number(last) + 1);
    return { Body: Object.assign(Readable.from([bytes]), { transformToByteArray: async () => bytes }) };
  });
  client.on(HeadObjectCommand).callsFake(({ Key }: { Key: string }) => {
    const bytes = objects.get(Key);
    // The answer to a HEAD has no body that could name the error as that to a GET does.
    if (bytes === undefined)
      throw new NotFound({ message: 'UnknownError', $metadata: { httpStatusCode: 404 } });
    return { ETag: `"${createHash('md5').update(bytes).digest('hex')}"`, ContentLength: bytes.length };
  });
  const parts: Buffer[] = [];
  client.on(CreateMultipartUploadCommand).resolves({ UploadId: 'upload' });
  client.on(UploadPartCommand).callsFake(async ({ Body, PartNumber = 0 }: UploadPartCommandInput) => {
    if (!(Body instanceof Uint8Array)) throw new Error('unexpected body');
    parts[PartNumber - 1] = Buffer.from(Body);
    return { ETag: `"${PartNumber}"` };
  });
  client.on(CompleteMultipartUploadCommand).callsFake(async ({ Key = '' }: { Key?: string }) => {
    objects.set(Key, Buffer.concat(parts.splice(0)));
    return {};
  });
  client.on(AbortMultipartUploadCommand).callsFake(async () => {
    parts.length = 0;
    return {};
  });
  client.on(DeleteObjectCommand).callsFake(({ Key = '' }: { Key?: string }) => {
    objects.delete(Key);
    return {};
  });
  return { s3, objects, puts };
}
