import {
  CopyObjectCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ROLE, type RunningS3, startLocalS3 } from './start-local-s3.ts';

const Bucket = 'audio';
const audio = (key: string) => `arn:aws:s3:::audio/${key}`;
let running: RunningS3;
let operator: S3Client;
let role: S3Client;

beforeAll(async () => {
  running = await startLocalS3();
  operator = running.client();
  role = running.client({ credentials: ROLE });
  await operator.send(new PutObjectCommand({ Bucket, Key: 'there', Body: 'x', Tagging: 'a=1' }));
});
beforeEach(() => {
  running.allowed.clear();
  running.asked.length = 0;
  running.events.length = 0;
});
afterAll(() => running.stop());

const denied = { $metadata: { httpStatusCode: 403 } };
const missing = { $metadata: { httpStatusCode: 404 } };

describe('rights', () => {
  it('asks for the action that AWS names, on the object or the bucket', async () => {
    await operator.send(new GetObjectCommand({ Bucket, Key: 'there' }));
    await operator.send(new HeadObjectCommand({ Bucket, Key: 'there' }));
    await operator.send(new GetObjectTaggingCommand({ Bucket, Key: 'there' }));
    await operator.send(new ListObjectsV2Command({ Bucket }));
    await operator.send(new PutObjectCommand({ Bucket, Key: 'new ü', Body: 'x', Tagging: 'a=1' }));
    await operator.send(new DeleteObjectCommand({ Bucket, Key: 'new ü' }));
    expect(running.asked).toEqual([
      `s3:GetObject ${audio('there')}`,
      `s3:GetObject ${audio('there')}`,
      `s3:GetObjectTagging ${audio('there')}`,
      's3:ListBucket arn:aws:s3:::audio',
      `s3:PutObject ${audio('new ü')}`,
      `s3:PutObjectTagging ${audio('new ü')}`,
      `s3:DeleteObject ${audio('new ü')}`,
    ]);
  });

  it('refuses what was not allowed and changes nothing', async () => {
    await expect(role.send(new GetObjectCommand({ Bucket, Key: 'there' }))).rejects.toMatchObject(denied);
    await expect(role.send(new PutObjectCommand({ Bucket, Key: 'there', Body: 'y' }))).rejects.toMatchObject(
      denied,
    );
    await expect(role.send(new DeleteObjectCommand({ Bucket, Key: 'there' }))).rejects.toMatchObject(denied);
    await expect(role.send(new ListObjectsV2Command({ Bucket }))).rejects.toMatchObject(denied);
    const { Body } = await operator.send(new GetObjectCommand({ Bucket, Key: 'there' }));
    expect(await Body?.transformToString()).toBe('x');
    expect(running.events).toEqual([]);
  });

  it('tells that a key is missing only to who may list the bucket', async () => {
    running.allowed.add(`s3:GetObject ${audio('nothing')}`);
    const head = () => role.send(new HeadObjectCommand({ Bucket, Key: 'nothing' }));
    const get = () => role.send(new GetObjectCommand({ Bucket, Key: 'nothing' }));
    await expect(head()).rejects.toMatchObject(denied);
    await expect(get()).rejects.toMatchObject(denied);
    running.allowed.add('s3:ListBucket arn:aws:s3:::audio');
    await expect(head()).rejects.toMatchObject(missing);
    await expect(get()).rejects.toMatchObject(missing);
  });

  it('wants rights on both ends of a copy, and for its tags', async () => {
    const copy = () =>
      role.send(new CopyObjectCommand({ Bucket: 'quiet', Key: 'copy', CopySource: 'audio/there' }));
    const needed = [
      's3:PutObject arn:aws:s3:::quiet/copy',
      `s3:GetObject ${audio('there')}`,
      `s3:GetObjectTagging ${audio('there')}`,
      's3:PutObjectTagging arn:aws:s3:::quiet/copy',
    ];
    for (const right of needed) {
      await expect(copy()).rejects.toMatchObject(denied);
      running.allowed.add(right);
    }
    await copy();
  });

  it('judges every key of DeleteObjects for itself', async () => {
    for (const Key of ['d1', 'd2']) await operator.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }));
    running.allowed.add(`s3:DeleteObject ${audio('d1')}`);
    const Delete = { Objects: [{ Key: 'd1' }, { Key: 'd2' }] };
    const answer = await role.send(new DeleteObjectsCommand({ Bucket, Delete }));
    expect(answer.Deleted).toMatchObject([{ Key: 'd1' }]);
    expect(answer.Errors).toMatchObject([{ Key: 'd2', Code: 'AccessDenied' }]);
  });

  it('gives a presigned URL only the rights of who signed it', async () => {
    const url = await getSignedUrl(role, new GetObjectCommand({ Bucket, Key: 'there' }));
    expect((await fetch(url)).status).toBe(403);
    running.allowed.add(`s3:GetObject ${audio('there')}`);
    expect((await fetch(url)).status).toBe(200);
  });
});

describe('events', () => {
  it('tells of creation and deletion in the form of EventBridge, with the key as it is', async () => {
    const Key = 'in/a b+ü.wav';
    const { ETag } = await operator.send(new PutObjectCommand({ Bucket, Key, Body: 'RIFF' }));
    await operator.send(new CopyObjectCommand({ Bucket, Key: 'copy', CopySource: 'audio/there' }));
    await operator.send(new DeleteObjectCommand({ Bucket, Key }));
    await operator.send(new DeleteObjectCommand({ Bucket, Key }));
    expect(running.events).toHaveLength(3);
    const [created, copied, deleted] = running.events;
    expect(created).toMatchObject({
      version: '0',
      'detail-type': 'Object Created',
      source: 'aws.s3',
      account: '000000000000',
      region: 'eu-west-1',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      resources: ['arn:aws:s3:::audio'],
      detail: {
        version: '0',
        bucket: { name: 'audio' },
        object: { key: Key, size: 4, etag: ETag?.replaceAll('"', '') },
        reason: 'PutObject',
      },
    });
    expect(copied?.detail).toMatchObject({ reason: 'CopyObject' });
    expect(deleted).toMatchObject({
      'detail-type': 'Object Deleted',
      detail: { object: { key: Key }, reason: 'DeleteObject', 'deletion-type': 'Permanently Deleted' },
    });
    const sequencers = running.events.map(
      ({ detail }) => JSON.stringify(detail.object).match(/"sequencer":"(\w+)"/)?.[1] ?? '',
    );
    expect(sequencers).toEqual([...new Set(sequencers)].sort());
  });

  it('tells nothing of a bucket that is not set up for it, and nothing of a refused write', async () => {
    await operator.send(new PutObjectCommand({ Bucket: 'quiet', Key: 'x', Body: 'x' }));
    const again = new PutObjectCommand({ Bucket, Key: 'there', Body: 'x', IfNoneMatch: '*' });
    await expect(operator.send(again)).rejects.toThrow();
    expect(running.events).toEqual([]);
  });
});
