import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAwsEndpoint } from '../../../infra/local/aws-endpoint/aws-endpoint.ts';
import { AwsServiceError } from '../../../infra/local/aws-service-error.ts';
import { createDistribution } from '../../../infra/local/cloudfront/distribution.ts';
import type { ForwardedParts } from '../../../infra/local/cloudfront/distribution-config.ts';
import { managedForwarding } from '../../../infra/local/cloudfront/managed-forwarding.ts';
import { type Listener, listen } from '../../../infra/local/listener/listen.ts';
import type { FindPrincipal, Principal } from '../../../infra/local/principal.ts';
import { createLocalS3, type LocalS3 } from '../../../infra/local/s3/local-s3.ts';
import { clientSettings, findPrincipal } from '../aws-endpoint/start-test-endpoint.ts';

const CORS_S3_ORIGIN = '88a5eaf4-2fd4-4709-b370-b4c650ea3fcf';
const cdn: Principal = {
  accessKeyId: 'CDN',
  kind: 'service',
  name: 'cloudfront.amazonaws.com',
  sourceArn: 'arn:aws:cloudfront::000000000000:distribution/E1',
};
const find: FindPrincipal = (id) =>
  id === 'CDN' ? { principal: cdn, secretAccessKey: 'cdn' } : findPrincipal(id);

let directory: string;
let s3: LocalS3;
let endpoint: Listener;
let site: Listener;
let client: S3Client;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'cloudfront-s3-'));
  s3 = createLocalS3({
    directory,
    findPrincipal: find,
    publish: () => {},
    authorize: (principal, action, resource) => {
      if (principal.kind === 'operator') return;
      const allowed = action === 's3:GetObject' && resource.startsWith('arn:aws:s3:::files/storage/');
      if (principal.sourceArn !== cdn.sourceArn || !allowed) {
        throw new AwsServiceError('AccessDenied', `${principal.name} may not ${action} on ${resource}`, 403);
      }
    },
  });
  s3.createBucket({ name: 'files', eventBridge: false });
  endpoint = await createAwsEndpoint({ services: new Map(), s3, findPrincipal: find }).listen();
  client = new S3Client(clientSettings(endpoint.url));
  const forward: ForwardedParts = managedForwarding(CORS_S3_ORIGIN);
  const distribution = createDistribution({
    id: 'E1',
    domainName: 'd1.cloudfront.net',
    origins: {
      files: {
        kind: 's3',
        endpoint: endpoint.url,
        region: 'eu-west-1',
        bucket: 'files',
        credentials: { accessKeyId: 'CDN', secretAccessKey: 'cdn' },
      },
    },
    defaultBehavior: { targetOriginId: 'files', allowedMethods: ['GET', 'HEAD'], forward },
  });
  site = await listen(distribution.handle);
});

afterAll(async () => {
  client.destroy();
  await site.stop();
  await endpoint.stop();
  s3.close();
  rmSync(directory, { recursive: true });
});

const put = (Key: string, Body: string) => client.send(new PutObjectCommand({ Bucket: 'files', Key, Body }));
const urlOf = (key: string) => `${site.url}/${key.split('/').map(encodeURIComponent).join('/')}`;

describe('a distribution on the local S3', () => {
  it('serves whole objects and ranges with their length, and 304 for a known one', async () => {
    await put('storage/song.wav', '0123456789');
    const whole = await fetch(urlOf('storage/song.wav'));
    expect([whole.status, whole.headers.get('content-length')]).toEqual([200, '10']);
    expect(whole.headers.get('accept-ranges')).toBe('bytes');
    expect(await whole.text()).toBe('0123456789');
    const part = await fetch(urlOf('storage/song.wav'), { headers: { range: 'bytes=-3' } });
    expect([part.status, part.headers.get('content-range')]).toEqual([206, 'bytes 7-9/10']);
    expect(await part.text()).toBe('789');
    const headers = { 'if-none-match': whole.headers.get('etag') ?? '' };
    expect((await fetch(urlOf('storage/song.wav'), { headers })).status).toBe(304);
    const beyond = await fetch(urlOf('storage/song.wav'), { headers: { range: 'bytes=20-' } });
    expect(beyond.status).toBe(416);
    const head = await fetch(urlOf('storage/song.wav'), { method: 'HEAD' });
    expect([head.status, head.headers.get('content-length')]).toEqual([200, '10']);
  });

  it('refuses what the bucket does not grant it, missing keys included', async () => {
    await put('private/x', 'secret');
    const refused = await fetch(urlOf('private/x'));
    expect(refused.status).toBe(403);
    expect(await refused.text()).toContain('<Code>AccessDenied</Code>');
    expect((await fetch(urlOf('storage/nothing'))).status).toBe(403);
    expect((await fetch(urlOf('storage/song.wav'), { method: 'PUT', body: 'x' })).status).toBe(403);
  });

  it('finds any key under its escaped path', async () => {
    const segment = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
      .filter((text) => !/^\.+$/.test(text));
    await fc.assert(
      fc.asyncProperty(fc.array(segment, { minLength: 1, maxLength: 3 }), async (segments) => {
        const key = `storage/${segments.join('/')}`;
        await put(key, key);
        const answer = await fetch(urlOf(key));
        expect(await answer.text()).toBe(key);
      }),
      { numRuns: 30 },
    );
  });
});
