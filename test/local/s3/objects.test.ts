import { createHash, randomBytes } from 'node:crypto';
import { Agent, request as httpRequest } from 'node:http';
import { connect, type LookupFunction } from 'node:net';
import { Readable } from 'node:stream';
import {
  type ChecksumAlgorithm,
  CopyObjectCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  DeleteObjectTaggingCommand,
  GetBucketLocationCommand,
  GetObjectAttributesCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningS3, startLocalS3 } from './start-local-s3.ts';

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

const Bucket = 'audio';
const put = (Key: string, Body: string | Uint8Array = Key, more = {}) =>
  s3.send(new PutObjectCommand({ Bucket, Key, Body, ...more }));
const text = async (Key: string) => {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
  return Body?.transformToString();
};
const signedPut = (Key: string, headers: Record<string, string>) => {
  const command = new PutObjectCommand({ Bucket, Key });
  command.middlewareStack.add(
    (next) => (args) => {
      if (typeof args.request === 'object' && args.request !== null && 'headers' in args.request) {
        Object.assign(args.request.headers ?? {}, headers);
      }
      return next(args);
    },
    { step: 'build' },
  );
  return getSignedUrl(s3, command);
};
const loopback: LookupFunction = (_host, options, answer) => {
  if (options.all) answer(null, [{ address: '127.0.0.1', family: 4 }]);
  else answer(null, '127.0.0.1', 4);
};
const refused = (name: string, status: number) => ({ name, $metadata: { httpStatusCode: status } });

describe('PutObject, GetObject, HeadObject', () => {
  it('keeps bytes, headers and metadata, and gives them back', async () => {
    const stored = await put('song.wav', 'RIFF', {
      ContentType: 'audio/wav',
      CacheControl: 'max-age=1',
      ContentDisposition: 'attachment',
      ContentEncoding: 'identity',
      ContentLanguage: 'de',
      Metadata: { artist: 'me' },
    });
    const head = await s3.send(new HeadObjectCommand({ Bucket, Key: 'song.wav' }));
    expect(head).toMatchObject({
      ContentLength: 4,
      ContentType: 'audio/wav',
      CacheControl: 'max-age=1',
      ContentDisposition: 'attachment',
      ContentEncoding: 'identity',
      ContentLanguage: 'de',
      Metadata: { artist: 'me' },
      ETag: stored.ETag,
    });
    expect(stored.ETag).toBe(`"${createHash('md5').update('RIFF').digest('hex')}"`);
    expect(await text('song.wav')).toBe('RIFF');
  });

  it('keeps an empty object and gives the content type the SDK states', async () => {
    await put('empty', Buffer.alloc(0));
    const got = await s3.send(new GetObjectCommand({ Bucket, Key: 'empty' }));
    expect(got).toMatchObject({
      ContentLength: 0,
      ContentType: 'application/octet-stream',
      ETag: '"d41d8cd98f00b204e9800998ecf8427e"',
    });
    expect(await got.Body?.transformToString()).toBe('');
  });

  it('keeps keys with spaces, umlauts, emoji, plus, percent, quotes and dots apart', async () => {
    const keys = [
      'a b',
      'a+b',
      'a%20b',
      'a%2Bb',
      'ä/ö ü.wav',
      'ä',
      'a\u0308',
      '🎸/🥁.wav',
      `it's "q" <&>`,
      '../up',
      'a//b',
      'a/./b',
      'a?b#c&d=e',
      '/',
      'con\ttrol',
    ];
    for (const key of keys) await put(key, `body of ${key}`);
    for (const key of keys) expect(await text(key)).toBe(`body of ${key}`);
  });

  it('accepts a key of 1,024 bytes and refuses one of 1,025', async () => {
    const longest = 'ü'.repeat(512);
    await put(longest, 'long');
    expect(await text(longest)).toBe('long');
    await expect(put(`${longest}x`)).rejects.toMatchObject(refused('KeyTooLongError', 400));
  });

  it('returns metadata that is not ASCII as AWS documents it: each byte as a Latin-1 character, in RFC 2047', async () => {
    // "ÄMÄZÕÑ S3" sent as UTF-8, the example of the Amazon S3 User Guide.
    const value = Buffer.from('ÄMÄZÕÑ S3', 'utf8').toString('latin1');
    await fetch(await signedPut('meta', { 'x-amz-meta-nonascii': value }), { method: 'PUT', body: 'x' });
    const head = await s3.send(new HeadObjectCommand({ Bucket, Key: 'meta' }));
    expect(head.Metadata).toEqual({ nonascii: '=?UTF-8?B?w4PChE3Dg8KEWsODwpXDg8KRIFMz?=' });
  });

  it('refuses more than 2 KB of metadata', async () => {
    await expect(put('meta', 'x', { Metadata: { a: 'x'.repeat(2048) } })).rejects.toMatchObject(
      refused('MetadataTooLarge', 400),
    );
  });

  it('answers 404 for a missing key, with no body on HEAD, and for a missing bucket', async () => {
    await expect(text('nothing')).rejects.toMatchObject(refused('NoSuchKey', 404));
    await expect(s3.send(new HeadObjectCommand({ Bucket, Key: 'nothing' }))).rejects.toMatchObject(
      refused('NotFound', 404),
    );
    await expect(s3.send(new GetObjectCommand({ Bucket: 'no-such-bucket', Key: 'x' }))).rejects.toMatchObject(
      refused('NoSuchBucket', 404),
    );
  });
});

describe('bodies', () => {
  const algorithms: ChecksumAlgorithm[] = ['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'];

  it.each(algorithms)('verifies %s sent as a header and gives it back', async (ChecksumAlgorithm) => {
    // The SDK cannot compute CRC64NVME or CRC32C without native code in every set-up: values of "123456789".
    const known: Partial<Record<ChecksumAlgorithm, object>> = {
      CRC32C: { ChecksumCRC32C: '4waSgw==' },
      CRC64NVME: { ChecksumCRC64NVME: 'rosUhgp5mIg=' },
    };
    const given = known[ChecksumAlgorithm] ?? { ChecksumAlgorithm };
    await put(`sum/${ChecksumAlgorithm}`, '123456789', given);
    const head = await s3.send(
      new HeadObjectCommand({ Bucket, Key: `sum/${ChecksumAlgorithm}`, ChecksumMode: 'ENABLED' }),
    );
    expect(head).toMatchObject({
      [`Checksum${ChecksumAlgorithm}`]: expect.any(String),
      ChecksumType: 'FULL_OBJECT',
    });
    expect(await text(`sum/${ChecksumAlgorithm}`)).toBe('123456789');
  });

  it.each(algorithms)('refuses a wrong %s, and keeps the old object', async (algorithm) => {
    await put('kept', 'old');
    const files = running.bodyFiles().length;
    const wrong = { [`Checksum${algorithm}`]: Buffer.alloc(4).toString('base64') };
    await expect(put('kept', 'new', wrong)).rejects.toMatchObject(refused('BadDigest', 400));
    expect(await text('kept')).toBe('old');
    expect(running.bodyFiles().length).toBe(files);
  });

  it('refuses a wrong Content-MD5 and a malformed one', async () => {
    const ContentMD5 = Buffer.alloc(16).toString('base64');
    await expect(put('md5', 'x', { ContentMD5 })).rejects.toMatchObject(refused('BadDigest', 400));
    await expect(put('md5', 'x', { ContentMD5: 'short' })).rejects.toMatchObject(
      refused('InvalidDigest', 400),
    );
  });

  it.each([0, 1, 65_536, 1_000_003])('takes a stream of %i bytes as the SDK frames it', async (bytes) => {
    const content = randomBytes(bytes);
    const pieces = [content.subarray(0, bytes >> 1), content.subarray(bytes >> 1)];
    await s3.send(
      new PutObjectCommand({ Bucket, Key: 'stream', Body: Readable.from(pieces), ContentLength: bytes }),
    );
    const got = await s3.send(new GetObjectCommand({ Bucket, Key: 'stream', ChecksumMode: 'ENABLED' }));
    expect(got.ChecksumCRC32).toBeDefined();
    expect(got.ContentEncoding).toBeUndefined();
    const received = await got.Body?.transformToByteArray();
    expect(Buffer.compare(Buffer.from(received ?? []), content)).toBe(0);
  });

  it('never shows a body whose sender went away, and removes what came of it', async () => {
    const files = running.bodyFiles().length;
    const url = await getSignedUrl(s3, new PutObjectCommand({ Bucket, Key: 'half' }));
    const outgoing = httpRequest(url, { method: 'PUT', headers: { 'content-length': 200_000 } });
    outgoing.on('error', () => undefined);
    outgoing.write(Buffer.alloc(100_000));
    await expect.poll(() => running.bodyFiles().length).toBe(files + 1);
    outgoing.destroy();
    await expect.poll(() => running.bodyFiles().length).toBe(files);
    await expect(text('half')).rejects.toMatchObject(refused('NoSuchKey', 404));
  });

  it('refuses a body without a length', async () => {
    const url = await getSignedUrl(s3, new PutObjectCommand({ Bucket, Key: 'endless' }));
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const headers = { 'transfer-encoding': 'chunked' };
      const outgoing = httpRequest(url, { method: 'PUT', headers }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      outgoing.on('error', reject);
      outgoing.end('of unknown length');
    });
    expect(status).toBe(411);
  });

  it('lets a download finish while the object is replaced, then removes its file', async () => {
    const old = randomBytes(4 << 20);
    await put('replaced', old);
    const files = running.bodyFiles().length;
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: 'replaced' }));
    await put('replaced', 'new');
    const received = await Body?.transformToByteArray();
    expect(Buffer.compare(Buffer.from(received ?? []), old)).toBe(0);
    await expect.poll(() => running.bodyFiles().length).toBe(files);
    expect(await text('replaced')).toBe('new');
  });

  it('lets go of the file of a download that was broken off', async () => {
    await put('broken-off', randomBytes(8 << 20));
    const files = running.bodyFiles().length;
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: 'broken-off' }));
    if (!(Body instanceof Readable)) throw new Error('The SDK gave no stream.');
    Body.destroy();
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'broken-off' }));
    await expect.poll(() => running.bodyFiles().length).toBe(files - 1);
  });
});

describe('ranges and conditions', () => {
  const content = Buffer.from('0123456789');
  beforeAll(() => put('digits', content));
  const get = (more: object) => s3.send(new GetObjectCommand({ Bucket, Key: 'digits', ...more }));

  it('gives every range that RFC 9110 defines, like the slice of a buffer', async () => {
    const bound = fc.option(fc.nat(14), { nil: undefined });
    await fc.assert(
      fc.asyncProperty(bound, bound, async (first, last) => {
        fc.pre(first !== undefined || last !== undefined);
        const backwards = first !== undefined && last !== undefined && last < first;
        const start = first ?? Math.max(0, 10 - (last ?? 0));
        const end = first === undefined ? 10 : Math.min((last ?? 9) + 1, 10);
        const answer = get({ Range: `bytes=${first ?? ''}-${last ?? ''}` });
        if (!backwards && start >= end) {
          await expect(answer).rejects.toMatchObject(refused('InvalidRange', 416));
          return;
        }
        const { Body, ContentRange, $metadata } = await answer;
        const expected = backwards ? content : content.subarray(start, end);
        expect(await Body?.transformToString()).toBe(expected.toString());
        expect($metadata.httpStatusCode).toBe(backwards ? 200 : 206);
        expect(ContentRange).toBe(backwards ? undefined : `bytes ${start}-${end - 1}/10`);
      }),
      { numRuns: 60 },
    );
  });

  it('answers 304 and 412 as the entity tags and dates say', async () => {
    const { ETag, LastModified } = await get({});
    const before = new Date((LastModified?.getTime() ?? 0) - 1000);
    const notModified = { $metadata: { httpStatusCode: 304 } };
    await expect(get({ IfNoneMatch: ETag })).rejects.toMatchObject(notModified);
    await expect(get({ IfModifiedSince: LastModified })).rejects.toMatchObject(notModified);
    await expect(get({ IfMatch: '"other"' })).rejects.toMatchObject(refused('PreconditionFailed', 412));
    await expect(get({ IfUnmodifiedSince: before })).rejects.toMatchObject(
      refused('PreconditionFailed', 412),
    );
    for (const conditions of [
      { IfMatch: ETag, IfUnmodifiedSince: before },
      { IfNoneMatch: '"other"', IfModifiedSince: LastModified },
      { IfModifiedSince: before },
      { IfUnmodifiedSince: LastModified },
    ]) {
      expect((await get(conditions)).$metadata.httpStatusCode).toBe(200);
    }
  });

  it('writes only when the condition holds', async () => {
    const first = await put('once', '1', { IfNoneMatch: '*' });
    await expect(put('once', '2', { IfNoneMatch: '*' })).rejects.toMatchObject(
      refused('PreconditionFailed', 412),
    );
    await put('once', '3', { IfMatch: first.ETag });
    await expect(put('once', '4', { IfMatch: first.ETag })).rejects.toMatchObject(
      refused('PreconditionFailed', 412),
    );
    await expect(put('never', '5', { IfMatch: first.ETag })).rejects.toMatchObject(refused('NoSuchKey', 404));
    expect(await text('once')).toBe('3');
  });

  it('lets exactly one of many writers with If-None-Match through', async () => {
    const writers = Array.from({ length: 8 }, (_, n) => put('race', String(n), { IfNoneMatch: '*' }));
    const settled = await Promise.allSettled(writers);
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('replaces headers of the answer when the query says so', async () => {
    const got = await get({
      ResponseContentType: 'text/csv',
      ResponseContentDisposition: 'attachment; filename="a b.csv"',
      ResponseCacheControl: 'no-store',
    });
    expect(got).toMatchObject({
      ContentType: 'text/csv',
      ContentDisposition: 'attachment; filename="a b.csv"',
      CacheControl: 'no-store',
    });
    await expect(get({ ResponseContentDisposition: 'filename="日本"' })).rejects.toMatchObject(
      refused('InvalidArgument', 400),
    );
  });
});

describe('deleting', () => {
  it('answers 204 for objects and for nothing, and honours If-Match', async () => {
    const { ETag } = await put('gone');
    await expect(
      s3.send(new DeleteObjectCommand({ Bucket, Key: 'gone', IfMatch: '"other"' })),
    ).rejects.toMatchObject(refused('PreconditionFailed', 412));
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'gone', IfMatch: ETag }));
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'gone' }));
    await expect(text('gone')).rejects.toMatchObject(refused('NoSuchKey', 404));
  });

  it('deletes many keys in one call, odd ones too', async () => {
    const keys = ['d/1', 'd/<&>"', 'd/ü\n', 'd/missing'];
    for (const key of keys.slice(0, 3)) await put(key);
    const Objects = keys.map((Key) => ({ Key }));
    const { Deleted, Errors } = await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    expect(Deleted?.map(({ Key }) => Key)).toEqual(keys);
    expect(Errors).toBeUndefined();
    for (const key of keys) await expect(text(key)).rejects.toMatchObject(refused('NoSuchKey', 404));
    const quiet = await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }));
    expect(quiet.Deleted).toBeUndefined();
  });
});

describe('copying', () => {
  it('copies bytes, headers, metadata and tags, or replaces them', async () => {
    await put('from here+there ü.txt', 'copied', {
      ContentType: 'text/x',
      Metadata: { a: '1' },
      Tagging: 'k=v',
    });
    const CopySource = `${Bucket}/${encodeURIComponent('from here+there ü.txt')}`;
    await s3.send(new CopyObjectCommand({ Bucket: 'quiet', Key: 'to', CopySource }));
    const copy = await s3.send(new GetObjectCommand({ Bucket: 'quiet', Key: 'to' }));
    expect(copy).toMatchObject({ ContentType: 'text/x', Metadata: { a: '1' }, TagCount: 1 });
    expect(await copy.Body?.transformToString()).toBe('copied');
    await s3.send(
      new CopyObjectCommand({
        Bucket: 'quiet',
        Key: 'to',
        CopySource: 'quiet/to',
        MetadataDirective: 'REPLACE',
        TaggingDirective: 'REPLACE',
        ContentType: 'text/y',
        Metadata: { b: '2' },
      }),
    );
    const replaced = await s3.send(new GetObjectCommand({ Bucket: 'quiet', Key: 'to' }));
    expect(replaced).toMatchObject({ ContentType: 'text/y', Metadata: { b: '2' } });
    expect(replaced.TagCount).toBeUndefined();
    expect(await replaced.Body?.transformToString()).toBe('copied');
  });

  it('refuses a copy onto itself, from nothing, or against its conditions', async () => {
    const { ETag } = await put('self');
    const copy = (more: object) =>
      s3.send(new CopyObjectCommand({ Bucket, Key: 'copy', CopySource: `${Bucket}/self`, ...more }));
    await expect(copy({ Key: 'self' })).rejects.toMatchObject(refused('InvalidRequest', 400));
    await expect(copy({ CopySource: `${Bucket}/nothing` })).rejects.toMatchObject(refused('NoSuchKey', 404));
    await expect(copy({ CopySourceIfNoneMatch: ETag })).rejects.toMatchObject(
      refused('PreconditionFailed', 412),
    );
    await expect(copy({ CopySourceIfMatch: '"x"' })).rejects.toMatchObject(
      refused('PreconditionFailed', 412),
    );
    await copy({ CopySourceIfMatch: ETag, IfNoneMatch: '*' });
    await expect(copy({ IfNoneMatch: '*' })).rejects.toMatchObject(refused('PreconditionFailed', 412));
  });
});

describe('tags and attributes', () => {
  it('sets tags with the object or later, and removes them', async () => {
    const Key = 'tagged';
    await put(Key, 'x', { Tagging: 'a=1&b=zwei%20%C3%BC' });
    const tags = async () => (await s3.send(new GetObjectTaggingCommand({ Bucket, Key }))).TagSet;
    expect(await tags()).toEqual([
      { Key: 'a', Value: '1' },
      { Key: 'b', Value: 'zwei ü' },
    ]);
    const TagSet = [{ Key: 'only', Value: '<&>' }];
    await s3.send(new PutObjectTaggingCommand({ Bucket, Key, Tagging: { TagSet } }));
    expect(await tags()).toEqual(TagSet);
    await s3.send(new DeleteObjectTaggingCommand({ Bucket, Key }));
    expect(await tags()).toEqual([]);
    await expect(put(Key, 'x', { Tagging: 'a=1&a=2' })).rejects.toMatchObject(refused('InvalidTag', 400));
  });

  it('tells attributes', async () => {
    await put('attributes', '123456789', { ChecksumAlgorithm: 'SHA256' });
    const attributes = await s3.send(
      new GetObjectAttributesCommand({
        Bucket,
        Key: 'attributes',
        ObjectAttributes: ['ETag', 'ObjectSize', 'Checksum', 'StorageClass'],
      }),
    );
    expect(attributes).toMatchObject({
      ETag: '25f9e794323b453885f5181f1b624d0b',
      ObjectSize: 9,
      StorageClass: 'STANDARD',
      Checksum: {
        ChecksumSHA256: createHash('sha256').update('123456789').digest('base64'),
        ChecksumType: 'FULL_OBJECT',
      },
    });
  });
});

describe('buckets and addresses', () => {
  it('lists buckets, finds them, and tells where they are', async () => {
    const { Buckets } = await s3.send(new ListBucketsCommand({}));
    expect(Buckets?.map(({ Name }) => Name)).toEqual(['audio', 'quiet']);
    await s3.send(new HeadBucketCommand({ Bucket }));
    await expect(s3.send(new HeadBucketCommand({ Bucket: 'nope' }))).rejects.toMatchObject(
      refused('NotFound', 404),
    );
    const { LocationConstraint } = await s3.send(new GetBucketLocationCommand({ Bucket }));
    expect(LocationConstraint).toBe('eu-west-1');
  });

  it('understands the bucket in the host name', async () => {
    await put('hosted key', 'by host');
    // Browsers and curl resolve *.localhost by themselves; Node leaves it to the machine's resolver.
    const httpAgent = new Agent({ host: '127.0.0.1', lookup: loopback });
    const endpoint = `http://localhost:${running.port}`;
    const client = running.client({ endpoint, requestHandler: { httpAgent } });
    const { Body } = await client.send(new GetObjectCommand({ Bucket, Key: 'hosted key' }));
    expect(await Body?.transformToString()).toBe('by host');
  });

  it('refuses what it does not model with 501, by name', async () => {
    const commands = await import('@aws-sdk/client-s3');
    await expect(s3.send(new commands.GetObjectAclCommand({ Bucket, Key: 'x' }))).rejects.toMatchObject({
      ...refused('NotImplemented', 501),
      message: expect.stringContaining('"acl"'),
    });
    await expect(s3.send(new commands.GetBucketVersioningCommand({ Bucket }))).rejects.toMatchObject({
      ...refused('NotImplemented', 501),
      message: expect.stringContaining('"versioning"'),
    });
    await expect(s3.send(new commands.CreateBucketCommand({ Bucket: 'new' }))).rejects.toMatchObject(
      refused('NotImplemented', 501),
    );
    await expect(put('x', 'x', { ACL: 'public-read' })).rejects.toMatchObject({
      ...refused('NotImplemented', 501),
      message: expect.stringContaining('x-amz-acl'),
    });
    await expect(s3.send(new GetObjectCommand({ Bucket, Key: 'x', VersionId: 'v1' }))).rejects.toMatchObject(
      refused('NotImplemented', 501),
    );
    await expect(put('x', 'x', { ExpectedBucketOwner: '111111111111' })).rejects.toMatchObject(
      refused('AccessDenied', 403),
    );
  });

  it('refuses a wrong region and says which one it expects', async () => {
    const client = running.client({ region: 'us-east-1' });
    await expect(client.send(new PutObjectCommand({ Bucket, Key: 'x', Body: 'x' }))).rejects.toMatchObject({
      name: 'AuthorizationHeaderMalformed',
      message: expect.stringContaining("expecting 'eu-west-1'"),
    });
  });

  it('answers a broken request line with an error, not with silence', async () => {
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(running.port, '127.0.0.1', () => {
        socket.end('GET /audio/%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
      });
      socket.once('data', (bytes) => resolve(bytes.toString()));
      socket.once('error', reject);
    });
    expect(answer).toContain('InvalidURI');
  });
});

describe('persistence', () => {
  it('finds objects again after a restart, and sweeps what was left unfinished', async () => {
    const first = await startLocalS3();
    await first
      .client()
      .send(new PutObjectCommand({ Bucket, Key: 'stays', Body: 'here', Metadata: { a: 'b' } }));
    const files = first.bodyFiles();
    first.leaveOrphan();
    expect(first.bodyFiles()).toHaveLength(files.length + 1);
    const second = await first.restart();
    try {
      expect(second.bodyFiles()).toEqual(files);
      const got = await second.client().send(new GetObjectCommand({ Bucket, Key: 'stays' }));
      expect(got.Metadata).toEqual({ a: 'b' });
      expect(await got.Body?.transformToString()).toBe('here');
    } finally {
      await second.stop();
    }
  });
});
