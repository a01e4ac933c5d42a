import { HeadObjectCommand } from '@aws-sdk/client-s3';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createUpload } from '../../../../functions/api/create-upload/create-upload.ts';
import { ownerName } from '../../../../shared/callers/caller.ts';
import { jobKeys } from '../../../../shared/jobs/job-keys.ts';
import { type RunningS3, startLocalS3 } from '../../../local/s3/start-local-s3.ts';
import { type JobTableServer, startJobTableServer } from '../../shared/jobs/job-table-server.ts';

const BUCKET = 'audio';
const MEGABYTE = 1024 * 1024;
const ADA = { keyId: 'k', owner: ownerName.parse('ada'), scope: 'write', sees: 'own' } as const;

let server: JobTableServer;
let store: RunningS3;
beforeAll(async () => {
  [server, store] = await Promise.all([startJobTableServer(), startLocalS3()]);
});
afterAll(async () => {
  server.stop();
  await store.stop();
});
afterEach(() => premium(undefined));

async function premium(premium: boolean | undefined): Promise<void> {
  const { documents, tableName: TableName } = server.table;
  const Item = { ...jobKeys.plan, ...(premium === undefined ? {} : { premium }) };
  await documents.send(new PutCommand({ TableName, Item }));
}

function create(body: Parameters<typeof createUpload>[1]['body'], megabytes = 1) {
  const deps = { s3: store.client(), bucket: BUCKET, table: server.table, megabytes, now: () => new Date() };
  return createUpload(deps, { caller: ADA, body });
}

type Upload = Awaited<ReturnType<typeof create>>;

/** Sends a file with the form of an upload; `more` are further fields, or others. */
async function send({ url, fields }: Upload, file: Blob, more: Readonly<Record<string, string>> = {}) {
  const form = new FormData();
  for (const [name, value] of Object.entries({ ...fields, ...more })) form.append(name, value);
  form.append('file', file, 'song.wav');
  const answer = await fetch(url, { method: 'POST', body: form });
  return `${answer.status} ${/<Code>(\w+)/.exec(await answer.text())?.[1] ?? ''}`.trim();
}

const bytes = (count: number) => new Blob([new Uint8Array(count)]);

describe('an upload', () => {
  it('takes a file up to the limit, and S3 refuses one of a byte more, and an empty one', async () => {
    const upload = await create({ fileName: 'My Song.wav' });
    expect(upload.key).toMatch(/^incoming\/ada\/[0-9a-f]{32}\/My Song\.wav$/);
    expect(upload.maximumBytes).toBe(MEGABYTE);
    expect(await send(upload, bytes(MEGABYTE + 1))).toBe('400 EntityTooLarge');
    expect(await send(upload, bytes(0))).toBe('400 EntityTooSmall');
    expect(await send(upload, bytes(MEGABYTE))).toBe('204');
    const head = await store.client().send(new HeadObjectCommand({ Bucket: BUCKET, Key: upload.key }));
    expect(head.ContentLength).toBe(MEGABYTE);
  });

  it('must begin within a quarter of an hour, and is for a key of its own', async () => {
    const [one, two] = await Promise.all([create({ fileName: 'a.wav' }), create({ fileName: 'a.wav' })]);
    expect(one.key).not.toBe(two.key);
    const seconds = (Date.parse(one.expiresAt) - Date.now()) / 1000;
    expect(seconds).toBeGreaterThan(14 * 60);
    expect(seconds).toBeLessThanOrEqual(15 * 60);
  });

  it('allows nothing that the form does not say', async () => {
    const upload = await create({ fileName: 'a.wav', contentType: 'audio/wav' });
    const denied = '403 AccessDenied';
    expect(await send(upload, bytes(1), { key: 'uploads/a.wav' })).toBe(denied);
    expect(await send(upload, bytes(1), { 'Content-Type': 'text/html' })).toBe(denied);
    expect(await send(upload, bytes(1), { 'x-amz-meta-sep-type': '40' })).toBe(denied);
    expect(await send(upload, bytes(1), { tagging: '<Tagging/>' })).toBe(denied);
    expect(await send(upload, bytes(1), { acl: 'public-read' })).toBe(denied);
    expect(await send(upload, bytes(1), { success_action_redirect: 'https://evil.test' })).toBe(denied);
    expect(await send(upload, bytes(1))).toBe('204');
    const head = await store.client().send(new HeadObjectCommand({ Bucket: BUCKET, Key: upload.key }));
    expect(head.ContentType).toBe('audio/wav');
    const plain = await create({ fileName: 'a.wav' });
    expect(await send(plain, bytes(1), { 'Content-Type': 'text/html' })).toBe(denied);
  });

  it('is at most 100 MB while the account is known to have no premium, whatever the setting allows', async () => {
    expect((await create({ fileName: 'a.wav' }, 1000)).maximumBytes).toBe(1000 * MEGABYTE);
    await premium(true);
    expect((await create({ fileName: 'a.wav' }, 1000)).maximumBytes).toBe(1000 * MEGABYTE);
    await premium(false);
    expect((await create({ fileName: 'a.wav' }, 1000)).maximumBytes).toBe(100 * MEGABYTE);
    expect((await create({ fileName: 'a.wav' }, 5)).maximumBytes).toBe(5 * MEGABYTE);
  });

  it('is refused at once when its size is said to be over the limit', async () => {
    await expect(create({ fileName: 'a.wav', bytes: MEGABYTE + 1 })).rejects.toMatchObject({
      kind: 'impossible',
      errors: [{ pointer: '/bytes', detail: expect.stringContaining('1 MB (1048576 bytes)') }],
    });
    await expect(create({ fileName: 'a.wav', bytes: MEGABYTE })).resolves.toBeDefined();
  });

  it.each(['..', '.', '/', 'a/..', '\\', '\u0000', ' '])('is refused under the name %j', async (fileName) => {
    await expect(create({ fileName })).rejects.toMatchObject({
      kind: 'impossible',
      errors: [{ pointer: '/fileName' }],
    });
  });

  it('tells a command line that sends any name as it is', async () => {
    const { example, url } = await create({ fileName: "it's @<;.wav" });
    expect(example).toContain(`/it'\\''s @<;.wav'`);
    expect(example.endsWith(`--form 'file=@song.wav' '${url}'`)).toBe(true);
  });

  it.each(['50 % of $AP {x} "it\'s".wav', '日本語 🎸\u202e.flac', `${'ü'.repeat(400)}.wav`])(
    'is taken under the name %j',
    async (fileName) => {
      const upload = await create({ fileName });
      expect(await send(upload, bytes(1))).toBe('204');
      await store.client().send(new HeadObjectCommand({ Bucket: BUCKET, Key: upload.key }));
    },
  );
});
