import { randomBytes } from 'node:crypto';
import { GetObjectCommand, HeadObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import {
  createPresignedPost,
  type PresignedPost,
  type PresignedPostOptions,
} from '@aws-sdk/s3-presigned-post';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningS3, startLocalS3 } from './start-local-s3.ts';

const Bucket = 'audio';
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

const text = async (Key: string) => {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
  return Body?.transformToString();
};

describe('presigned URLs', () => {
  it('lets a browser put and get an object with an odd name', async () => {
    const Key = "ps/1 ü+%'(x)*!.txt";
    const put = await getSignedUrl(s3, new PutObjectCommand({ Bucket, Key, Metadata: { from: 'query' } }));
    expect((await fetch(put, { method: 'PUT', body: 'presigned' })).status).toBe(200);
    const get = await getSignedUrl(
      s3,
      new GetObjectCommand({ Bucket, Key, ResponseContentDisposition: 'attachment; filename="x y.txt"' }),
    );
    const answer = await fetch(get);
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="x y.txt"');
    expect(answer.headers.get('x-amz-meta-from')).toBe('query');
    expect(await answer.text()).toBe('presigned');
  });

  it('gives the default content type to a body that came without one', async () => {
    const url = await getSignedUrl(s3, new PutObjectCommand({ Bucket, Key: 'untyped' }));
    await fetch(url, { method: 'PUT', body: randomBytes(3) });
    const head = await s3.send(new HeadObjectCommand({ Bucket, Key: 'untyped' }));
    expect(head.ContentType).toBe('binary/octet-stream');
  });

  it('refuses a tampered, expired or unsigned request', async () => {
    const command = new GetObjectCommand({ Bucket, Key: 'untyped' });
    const url = await getSignedUrl(s3, command, { expiresIn: 60 });
    const codeOf = async (target: string) => {
      const answer = await fetch(target);
      return [answer.status, /<Code>(\w+)/.exec(await answer.text())?.[1]];
    };
    expect(await codeOf(url.replace(/Signature=..../, 'Signature=dead'))).toEqual([
      403,
      'SignatureDoesNotMatch',
    ]);
    expect(await codeOf(url.replace('untyped', 'other'))).toEqual([403, 'SignatureDoesNotMatch']);
    expect(await codeOf(`${url}&response-content-type=text/html`)).toEqual([403, 'SignatureDoesNotMatch']);
    const signingDate = new Date(Date.now() - 120_000);
    const old = await getSignedUrl(s3, command, { expiresIn: 60, signingDate });
    expect(await codeOf(old)).toEqual([403, 'AccessDenied']);
    expect(await codeOf(`${running.endpoint}/${Bucket}/untyped`)).toEqual([403, 'AccessDenied']);
    expect(await codeOf(`${running.endpoint}/`)).toEqual([403, 'AccessDenied']);
  });

  it('refuses a PUT of another length than the one signed', async () => {
    const url = await getSignedUrl(s3, new PutObjectCommand({ Bucket, Key: 'fixed', ContentLength: 4 }));
    expect((await fetch(url, { method: 'PUT', body: 'five!' })).status).toBe(403);
    expect((await fetch(url, { method: 'PUT', body: 'four' })).status).toBe(200);
  });

  it('takes no body framing from an unsigned header', async () => {
    const url = await getSignedUrl(s3, new PutObjectCommand({ Bucket, Key: 'framed' }));
    const headers = { 'content-encoding': 'aws-chunked' };
    expect((await fetch(url, { method: 'PUT', body: '1\r\nx\r\n0\r\n\r\n', headers })).status).toBe(400);
  });
});

describe('presigned POST forms', () => {
  const form = (options: Omit<PresignedPostOptions, 'Bucket'>) =>
    createPresignedPost(s3, { Bucket, Expires: 60, ...options });

  it('are refused without a boundary between their fields', async () => {
    const { url } = await form({ Key: 'k' });
    const headers = { 'content-type': 'multipart/form-data' };
    const answer = await fetch(url, { method: 'POST', headers, body: 'x' });
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain('MalformedPOSTRequest');
  });

  async function send(
    post: PresignedPost,
    body: string | Uint8Array<ArrayBuffer>,
    more: Record<string, string> = {},
    name = 'f.png',
  ) {
    const data = new FormData();
    for (const [field, value] of Object.entries({ ...post.fields, ...more })) data.append(field, value);
    data.append('file', new Blob([body]), name);
    const answer = await fetch(post.url, { method: 'POST', body: data, redirect: 'manual' });
    const content = await answer.text();
    return {
      status: answer.status,
      code: /<Code>(\w+)/.exec(content)?.[1],
      content,
      headers: answer.headers,
    };
  }

  it('takes a file with its fields, fills in its name, and tells so in an event', async () => {
    const post = await form({
      // biome-ignore lint/suspicious/noTemplateCurlyInString: S3 fills it in
      Key: 'post/${filename}',
      Conditions: [
        ['content-length-range', 1, 100],
        ['starts-with', '$Content-Type', 'image/'],
        { 'x-amz-meta-who': 'ü' },
        { success_action_status: '201' },
      ],
      Fields: { 'Content-Type': 'image/png', 'x-amz-meta-who': 'ü', success_action_status: '201' },
    });
    const answer = await send(post, 'png', {}, 'bild ü.png');
    expect(answer.content).toContain('<Key>post/bild ü.png</Key>');
    expect(answer.status).toBe(201);
    const head = await s3.send(new HeadObjectCommand({ Bucket, Key: 'post/bild ü.png' }));
    expect(head).toMatchObject({ ContentType: 'image/png', Metadata: { who: '=?UTF-8?B?w7w=?=' } });
    expect(running.events.at(-1)?.detail).toMatchObject({
      reason: 'POST Object',
      object: { key: 'post/bild ü.png', size: 3 },
    });
  });

  it('redirects when the form asks for it', async () => {
    const redirect = 'https://app.example.org/done?x=1';
    const post = await form({ Key: 'post/r', Fields: { success_action_redirect: redirect } });
    const { status, headers } = await send(post, 'x');
    expect(status).toBe(303);
    expect(headers.get('location')).toMatch(
      /^https:\/\/app\.example\.org\/done\?x=1&bucket=audio&key=post%2Fr&etag=/,
    );
  });

  it('enforces the length while the file streams in, and keeps nothing of a refused one', async () => {
    const files = running.bodyFiles().length;
    const post = await form({ Key: 'post/limited', Conditions: [['content-length-range', 2, 1_000_000]] });
    expect(await send(post, randomBytes(1_000_001))).toMatchObject({ status: 400, code: 'EntityTooLarge' });
    expect(await send(post, randomBytes(20 << 20))).toMatchObject({ status: 400, code: 'EntityTooLarge' });
    expect(await send(post, 'x')).toMatchObject({ status: 400, code: 'EntityTooSmall' });
    expect(running.bodyFiles().length).toBe(files);
    expect(await send(post, randomBytes(1_000_000))).toMatchObject({ status: 204 });
  });

  it('refuses a field that the policy does not allow, a changed one, and one it does not mention', async () => {
    const post = await form({ Key: 'post/strict', Fields: { 'Content-Type': 'image/png' } });
    const denied = { status: 403, code: 'AccessDenied' };
    expect(await send(post, 'x', { key: 'post/elsewhere' })).toMatchObject(denied);
    expect(await send(post, 'x', { 'Content-Type': 'text/html' })).toMatchObject(denied);
    expect(await send(post, 'x', { 'x-amz-meta-extra': '1' })).toMatchObject(denied);
    expect(await send(post, 'x', { 'x-ignore-this': '1' })).toMatchObject({ status: 204 });
    expect(await text('post/strict')).toBe('x');
  });

  it('refuses a wrong signature, a changed policy, an expired one, an unknown key, and no policy at all', async () => {
    const post = await form({ Key: 'post/signed' });
    const signature = post.fields['X-Amz-Signature'] ?? '';
    const forged = signature.replace(/^../, signature.startsWith('00') ? '11' : '00');
    const changed = Buffer.from(
      Buffer.from(post.fields.Policy ?? '', 'base64')
        .toString()
        .replace('post/signed', 'post/forged'),
    ).toString('base64');
    const stranger = (post.fields['X-Amz-Credential'] ?? '').replace(/^\w+/, 'AKIASTRANGER');
    expect((await send(post, 'x', { 'X-Amz-Signature': forged })).code).toBe('SignatureDoesNotMatch');
    expect((await send(post, 'x', { Policy: changed, key: 'post/forged' })).code).toBe(
      'SignatureDoesNotMatch',
    );
    expect((await send(post, 'x', { 'X-Amz-Credential': stranger })).code).toBe('InvalidAccessKeyId');
    const expired = await createPresignedPost(s3, { Bucket, Key: 'post/signed', Expires: -1 });
    expect((await send(expired, 'x')).content).toContain('Policy expired');
    const { Policy: _, ...fields } = post.fields;
    expect((await send({ ...post, fields }, 'x')).code).toBe('AccessDenied');
  });

  it('keeps a header field that is not ASCII, and refuses one that no header can carry', async () => {
    const named = { 'Content-Disposition': 'attachment; filename="日本 🎸.wav"' };
    expect((await send(await form({ Key: 'post/named', Fields: named }), 'x')).status).toBe(204);
    const head = await s3.send(new HeadObjectCommand({ Bucket, Key: 'post/named' }));
    const bytes = Buffer.from(head.ContentDisposition ?? '', 'latin1');
    expect(bytes.toString('utf8')).toBe(named['Content-Disposition']);
    const broken = { 'x-amz-meta-ü': '1' };
    expect((await send(await form({ Key: 'post/bad', Fields: broken }), 'x')).code).toBe('InvalidArgument');
  });

  it('refuses fields of more than 20 KB before the file', async () => {
    const post = await form({ Key: 'post/wordy' });
    const answer = await send(post, randomBytes(1 << 20), { 'x-ignore-a': 'x'.repeat(21_000) });
    expect(answer.code).toBe('MaxPostPreDataLengthExceeded');
  });

  it('refuses a form without a file, and one that is cut off', async () => {
    const post = await form({ Key: 'post/none' });
    const data = new FormData();
    for (const [field, value] of Object.entries(post.fields)) data.append(field, value);
    const answer = await fetch(post.url, { method: 'POST', body: data });
    expect(await answer.text()).toContain('exactly one file');
    const body = `--b\r\nContent-Disposition: form-data; name="key"\r\n\r\nx\r\n--b\r\nContent-Disposition: form-data; name="file"; filename="x"\r\n\r\nhalf`;
    const headers = { 'content-type': 'multipart/form-data; boundary=b' };
    const cut = await fetch(post.url, { method: 'POST', body, headers });
    expect(cut.status).toBeGreaterThanOrEqual(400);
  });
});

describe('CORS', () => {
  const preflight = (origin: string, method: string, headers: string) =>
    fetch(`${running.endpoint}/${Bucket}/any`, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': method,
        'access-control-request-headers': headers,
      },
    });

  it('answers a preflight of an allowed origin, and refuses others', async () => {
    const allowed = await preflight('https://app.example.org', 'PUT', 'Content-Type, x-amz-meta-a');
    expect(allowed.status).toBe(200);
    expect(allowed.headers.get('access-control-allow-origin')).toBe('https://app.example.org');
    expect(allowed.headers.get('access-control-allow-headers')).toBe('content-type, x-amz-meta-a');
    expect(allowed.headers.get('access-control-max-age')).toBe('60');
    expect((await preflight('https://example.com', 'PUT', 'content-type')).status).toBe(403);
    expect((await preflight('https://app.example.org', 'DELETE', '')).status).toBe(403);
    expect((await preflight('https://app.example.org', 'PUT', 'authorization')).status).toBe(403);
  });

  it('adds its headers to answers for an allowed origin, also to errors, and to no others', async () => {
    await s3.send(new PutObjectCommand({ Bucket, Key: 'cors', Body: 'x' }));
    const url = await getSignedUrl(s3, new GetObjectCommand({ Bucket, Key: 'cors' }));
    const origin = 'https://app.example.org';
    const answer = await fetch(url, { headers: { origin } });
    expect(answer.headers.get('access-control-allow-origin')).toBe(origin);
    expect(answer.headers.get('access-control-expose-headers')).toBe('ETag');
    expect(
      (await fetch(`${running.endpoint}/${Bucket}/cors`, { headers: { origin } })).headers.get(
        'access-control-allow-origin',
      ),
    ).toBe(origin);
    const other = await fetch(url, { headers: { origin: 'https://example.com' } });
    expect(other.headers.get('access-control-allow-origin')).toBeNull();
  });
});
