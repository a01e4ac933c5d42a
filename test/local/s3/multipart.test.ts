import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checksumHasher } from '../../../infra/local/s3/checksum/checksum-hasher.ts';
import { type RunningS3, startLocalS3 } from './start-local-s3.ts';

const MIB = 1024 ** 2;
const Bucket = 'audio';
const content = randomBytes(11 * MIB);
const pieces = [
  content.subarray(0, 5 * MIB),
  content.subarray(5 * MIB, 10 * MIB),
  content.subarray(10 * MIB),
];

let running: RunningS3;
let s3: S3Client;

beforeAll(async () => {
  running = await startLocalS3();
  s3 = running.client();
});
afterAll(async () => {
  expect(running.faults).toEqual([]);
  await running.stop();
});

const refused = (name: string, status: number) => ({ name, $metadata: { httpStatusCode: status } });

async function begin(Key: string, more = {}): Promise<string> {
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key, ...more }));
  if (UploadId === undefined) throw new Error('No upload id came back.');
  return UploadId;
}
const sendPart = (Key: string, UploadId: string, PartNumber: number, Body: Uint8Array, more = {}) =>
  s3.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body, ...more }));
const complete = (Key: string, UploadId: string, Parts: object[], more = {}) =>
  s3.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts }, ...more }));

async function sendAll(Key: string, UploadId: string, more = {}) {
  return Promise.all(
    pieces.map(async (piece, index) => {
      const { $metadata: _, ...part } = await sendPart(Key, UploadId, index + 1, piece, more);
      return { ...part, PartNumber: index + 1 };
    }),
  );
}
async function bytesOf(Key: string, more = {}): Promise<Buffer> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key, ...more }));
  return Buffer.from((await Body?.transformToByteArray()) ?? []);
}

describe('multipart uploads', () => {
  it('puts parts together, with headers, an ETag over the parts, ranges across them and single parts', async () => {
    const id = await begin('whole', { ContentType: 'audio/wav', Metadata: { a: '1' }, Tagging: 't=1' });
    const parts = await sendAll('whole', id);
    const { ETag } = await complete('whole', id, parts);
    const md5 = (bytes: Uint8Array) => createHash('md5').update(bytes);
    const digests = Buffer.concat(pieces.map((piece) => md5(piece).digest()));
    expect(ETag).toBe(`"${md5(digests).digest('hex')}-3"`);
    const head = await s3.send(new HeadObjectCommand({ Bucket, Key: 'whole' }));
    expect(head).toMatchObject({ ContentLength: 11 * MIB, ContentType: 'audio/wav', Metadata: { a: '1' } });
    expect(Buffer.compare(await bytesOf('whole'), content)).toBe(0);
    const across = await bytesOf('whole', { Range: `bytes=${5 * MIB - 10}-${10 * MIB + 9}` });
    expect(Buffer.compare(across, content.subarray(5 * MIB - 10, 10 * MIB + 10))).toBe(0);
    const third = await s3.send(new HeadObjectCommand({ Bucket, Key: 'whole', PartNumber: 3 }));
    expect(third).toMatchObject({ ContentLength: MIB, PartsCount: 3 });
    expect(running.events.at(-1)?.detail).toMatchObject({ reason: 'CompleteMultipartUpload' });
  });

  it.each(['CRC32', 'SHA256'] as const)('keeps a composite %s', async (ChecksumAlgorithm) => {
    const id = await begin('composite', { ChecksumAlgorithm });
    const parts = await sendAll('composite', id, { ChecksumAlgorithm });
    const done = await complete('composite', id, parts);
    const hasher = checksumHasher(ChecksumAlgorithm);
    for (const piece of pieces) {
      const part = checksumHasher(ChecksumAlgorithm);
      part.update(piece);
      hasher.update(part.digest());
    }
    expect(done).toMatchObject({
      [`Checksum${ChecksumAlgorithm}`]: `${hasher.digest().toString('base64')}-3`,
      ChecksumType: 'COMPOSITE',
    });
    expect(Buffer.compare(await bytesOf('composite', { ChecksumMode: 'ENABLED' }), content)).toBe(0);
  });

  it.each(['CRC32', 'CRC32C', 'CRC64NVME'] as const)(
    'gives the %s of the whole object without reading it again, and verifies the one stated',
    async (ChecksumAlgorithm) => {
      const hasher = checksumHasher(ChecksumAlgorithm);
      hasher.update(content);
      const whole = hasher.digest().toString('base64');
      const type = { ChecksumAlgorithm, ChecksumType: 'FULL_OBJECT' };
      const id = await begin('full', type);
      const parts = await Promise.all(
        pieces.map(async (piece, index) => {
          const part = checksumHasher(ChecksumAlgorithm);
          part.update(piece);
          const sum = { [`Checksum${ChecksumAlgorithm}`]: part.digest().toString('base64') };
          const { ETag } = await sendPart('full', id, index + 1, piece, sum);
          return { ETag, PartNumber: index + 1, ...sum };
        }),
      );
      const wrong = { [`Checksum${ChecksumAlgorithm}`]: 'AAAA', ChecksumType: 'FULL_OBJECT' };
      await expect(complete('full', id, parts, wrong)).rejects.toMatchObject(refused('BadDigest', 400));
      const right = { [`Checksum${ChecksumAlgorithm}`]: whole, ChecksumType: 'FULL_OBJECT' };
      expect(await complete('full', id, parts, right)).toMatchObject(right);
    },
  );

  it('refuses small parts, unknown parts, parts out of order, and a condition that fails; the upload stays', async () => {
    const id = await begin('refused');
    const parts = await sendAll('refused', id);
    const { ETag: small } = await sendPart('refused', id, 1, Buffer.from('small'));
    const withSmall = [{ ETag: small, PartNumber: 1 }, ...parts.slice(1)];
    await expect(complete('refused', id, withSmall)).rejects.toMatchObject(refused('EntityTooSmall', 400));
    await expect(complete('refused', id, parts)).rejects.toMatchObject(refused('InvalidPart', 400));
    const unknown = [{ ETag: '"x"', PartNumber: 9 }];
    await expect(complete('refused', id, unknown)).rejects.toMatchObject(refused('InvalidPart', 400));
    const backwards = [parts[2] ?? {}, parts[1] ?? {}];
    await expect(complete('refused', id, backwards)).rejects.toMatchObject(refused('InvalidPartOrder', 400));
    await s3.send(new PutObjectCommand({ Bucket, Key: 'refused', Body: 'there' }));
    const last = [{ ETag: small, PartNumber: 1 }];
    await expect(complete('refused', id, last, { IfNoneMatch: '*' })).rejects.toMatchObject(
      refused('PreconditionFailed', 412),
    );
    await complete('refused', id, last);
    expect((await bytesOf('refused')).toString()).toBe('small');
    await expect(complete('refused', id, last)).rejects.toMatchObject(refused('NoSuchUpload', 404));
  });

  it('lists parts and uploads in pages, and removes everything on abort', async () => {
    const files = running.bodyFiles().length;
    const ids = [await begin('list/b'), await begin('list/a'), await begin('list/a')];
    const [id = ''] = ids;
    for (const n of [1, 2, 3]) await sendPart('list/b', id, n, Buffer.from(`part ${n}`));
    await sendPart('list/b', id, 2, Buffer.from('part two again'));
    expect(running.bodyFiles().length).toBe(files + 3);
    const first = await s3.send(new ListPartsCommand({ Bucket, Key: 'list/b', UploadId: id, MaxParts: 2 }));
    expect(first.Parts?.map(({ PartNumber, Size }) => [PartNumber, Size])).toEqual([
      [1, 6],
      [2, 14],
    ]);
    expect(first).toMatchObject({ IsTruncated: true, NextPartNumberMarker: '2' });
    const rest = await s3.send(
      new ListPartsCommand({ Bucket, Key: 'list/b', UploadId: id, PartNumberMarker: '2' }),
    );
    expect(rest.Parts).toHaveLength(1);
    const seen: (string | undefined)[] = [];
    let marker = {};
    for (;;) {
      const command = new ListMultipartUploadsCommand({ Bucket, Prefix: 'list/', MaxUploads: 1, ...marker });
      const page = await s3.send(command);
      seen.push(...(page.Uploads ?? []).map(({ Key }) => Key));
      if (!page.IsTruncated) break;
      marker = { KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker };
    }
    expect(seen).toEqual(['list/a', 'list/a', 'list/b']);
    await s3.send(new AbortMultipartUploadCommand({ Bucket, Key: 'list/b', UploadId: id }));
    expect(running.bodyFiles().length).toBe(files);
    await expect(sendPart('list/b', id, 1, Buffer.from('late'))).rejects.toMatchObject(
      refused('NoSuchUpload', 404),
    );
    expect(running.bodyFiles().length).toBe(files);
  });

  it('copies parts from ranges of another object', async () => {
    await s3.send(new PutObjectCommand({ Bucket, Key: 'source ü+', Body: content }));
    const CopySource = `${Bucket}/${encodeURIComponent('source ü+')}`;
    const id = await begin('copied');
    const copyPart = async (PartNumber: number, CopySourceRange?: string) => {
      const { CopyPartResult } = await s3.send(
        new UploadPartCopyCommand({
          Bucket,
          Key: 'copied',
          UploadId: id,
          PartNumber,
          CopySource,
          CopySourceRange,
        }),
      );
      return { PartNumber, ETag: CopyPartResult?.ETag };
    };
    const parts = [await copyPart(1, `bytes=0-${6 * MIB - 1}`), await copyPart(2, 'bytes=1-3')];
    await expect(copyPart(3, `bytes=0-${11 * MIB}`)).rejects.toMatchObject(refused('InvalidArgument', 400));
    await complete('copied', id, parts);
    const expected = Buffer.concat([content.subarray(0, 6 * MIB), content.subarray(1, 4)]);
    expect(Buffer.compare(await bytesOf('copied'), expected)).toBe(0);
  });

  it('takes an Upload of lib-storage from a stream of unknown length', async () => {
    const upload = new Upload({
      client: s3,
      params: { Bucket, Key: 'stream', Body: Readable.from(pieces) },
      partSize: 5 * MIB,
    });
    await upload.done();
    expect(Buffer.compare(await bytesOf('stream'), content)).toBe(0);
  });

  it('finds an unfinished upload again after a restart', async () => {
    const first = await startLocalS3();
    const client = first.client();
    const Key = 'later';
    const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key }));
    const { ETag } = await client.send(
      new UploadPartCommand({ Bucket, Key, UploadId, PartNumber: 1, Body: 'part' }),
    );
    const second = await first.restart();
    try {
      const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] };
      const again = second.client();
      await again.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload }));
      const { Body } = await again.send(new GetObjectCommand({ Bucket, Key }));
      expect(await Body?.transformToString()).toBe('part');
    } finally {
      await second.stop();
    }
  });
});
