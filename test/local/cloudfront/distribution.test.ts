import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import type { Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { createDistribution } from '../../../infra/local/cloudfront/distribution.ts';
import type {
  Behavior,
  DistributionConfig,
  ForwardedParts,
} from '../../../infra/local/cloudfront/distribution-config.ts';
import { type HandleRequest, type Listener, listen } from '../../../infra/local/listener/listen.ts';
import type { Principal } from '../../../infra/local/principal.ts';
import { verifySignature } from '../../../infra/local/signature/verify-signature.ts';

const EVERYTHING: ForwardedParts = {
  headers: { allExcept: ['host'] },
  queryStrings: 'all',
  cookies: 'all',
};
const NOTHING: ForwardedParts = { headers: 'none', queryStrings: 'none', cookies: 'none' };
/** Long enough that a busy machine is not taken for a silent origin. */
const READ_TIMEOUT_SECONDS = 0.6;
const ALL_METHODS = ['GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'POST', 'DELETE'];
const credentials = { accessKeyId: 'CDN', secretAccessKey: 'secret' };
const principal: Principal = {
  accessKeyId: 'CDN',
  kind: 'service',
  name: 'cloudfront.amazonaws.com',
  sourceArn: 'arn:aws:cloudfront::000000000000:distribution/E1',
};

const seenSchema = z.looseObject({ headers: z.record(z.string(), z.unknown()) });

const listeners: Listener[] = [];

afterEach(async () => {
  for (const listener of listeners.splice(0)) await listener.stop();
});

async function serve(handle: HandleRequest): Promise<string> {
  const listener = await listen(handle);
  listeners.push(listener);
  return listener.url;
}

/** A distribution in front of one HTTP origin, with `/storage/*` on a bucket at the same address. */
async function distribute(
  origin: HandleRequest,
  behavior: Partial<Behavior> = {},
  more: Partial<DistributionConfig> = {},
): Promise<string> {
  const url = await serve(origin);
  const distribution = createDistribution({
    id: 'E1',
    domainName: 'd1.cloudfront.net',
    origins: {
      api: {
        kind: 'http',
        url,
        readTimeoutSeconds: READ_TIMEOUT_SECONDS,
        customHeaders: { 'x-from': 'cdn' },
      },
      files: { kind: 's3', endpoint: url, region: 'eu-west-1', bucket: 'my-bucket', credentials },
    },
    defaultBehavior: { targetOriginId: 'api', allowedMethods: ALL_METHODS, forward: EVERYTHING, ...behavior },
    behaviors: [
      {
        pathPattern: '/storage/*',
        targetOriginId: 'files',
        allowedMethods: ['GET', 'HEAD'],
        forward: NOTHING,
      },
    ],
    ...more,
  });
  return serve(distribution.handle);
}

/** Answers what arrived, as JSON. */
const echo: HandleRequest = async (request, response) => {
  const { method, url, headersDistinct } = request;
  const body = await text(request);
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ method, url, headers: headersDistinct, body }));
};

/** A request whose target is written as it is, unlike with fetch. */
function raw(base: string, target: string, headers: Record<string, string> = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(base);
    httpRequest({ hostname, port, path: target, headers }, (answer) => text(answer).then(resolve, reject))
      .on('error', reject)
      .end();
  });
}

describe('an HTTP origin', () => {
  it('gets method, raw path, query, headers, cookies and body, under its own Host', async () => {
    const url = await distribute(echo);
    const answer = await fetch(`${url}/api/a%20b?x=1&x=%2F`, {
      method: 'POST',
      headers: { 'content-type': 'text/plain', 'x-custom': 'yes', cookie: 'a=1; b=2' },
      body: 'hello',
    });
    const seen = seenSchema.parse(await answer.json());
    expect(seen).toMatchObject({
      method: 'POST',
      url: '/api/a%20b?x=1&x=%2F',
      body: 'hello',
      headers: {
        'x-custom': ['yes'],
        cookie: ['a=1; b=2'],
        'x-from': ['cdn'],
        'content-type': ['text/plain'],
      },
    });
    expect(seen.headers.host).not.toEqual([new URL(url).host]);
    expect(seen.headers.via).toEqual(['1.1 d1.cloudfront.net (CloudFront)']);
    expect(answer.headers.get('x-cache')).toBe('Miss from cloudfront');
  });

  it('gets only what the policies forward, and always the body and its type', async () => {
    const forward: ForwardedParts = {
      headers: { only: ['X-One'] },
      queryStrings: { only: ['keep'] },
      cookies: { only: ['b'] },
    };
    const answer = await fetch(`${await distribute(echo, { forward })}/x?keep=1&drop=2&keep=3`, {
      method: 'PUT',
      headers: {
        'content-type': 'text/plain',
        'x-one': '1',
        'x-two': '2',
        cookie: 'a=1; b=2',
        authorization: 'x',
      },
      body: 'hello',
    });
    const seen = seenSchema.parse(await answer.json());
    expect(seen).toMatchObject({ url: '/x?keep=1&keep=3', body: 'hello' });
    expect(seen.headers).toMatchObject({ 'x-one': ['1'], cookie: ['b=2'], 'content-type': ['text/plain'] });
    expect(seen.headers).not.toHaveProperty('x-two');
    expect(seen.headers).not.toHaveProperty('authorization');
    expect(seen.headers['user-agent']).toEqual(['Amazon CloudFront']);
  });

  it("passes the origin's status, headers and repeated cookies to the viewer", async () => {
    const url = await distribute(async (_, response) => {
      response.writeHead(404, { 'set-cookie': ['a=1', 'b=2'], 'x-own': 'y', 'keep-alive': 'timeout=1' });
      response.end('no');
    });
    const answer = await fetch(url);
    expect([answer.status, await answer.text()]).toEqual([404, 'no']);
    expect(answer.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    expect(answer.headers.get('x-own')).toBe('y');
  });

  it('keeps the framing of a chunked body on every method', async () => {
    const url = new URL(await distribute(echo));
    for (const method of ['POST', 'DELETE']) {
      const socket = connect(Number(url.port), url.hostname);
      socket.write(
        `${method} /x HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\n` +
          '1a\r\nGET /smuggled HTTP/1.1\r\n\r\n\r\n0\r\n\r\n',
      );
      expect(await text(socket)).toContain('"body":"GET /smuggled HTTP/1.1\\r\\n\\r\\n"');
    }
  });
});

describe('refusals', () => {
  it('refuses a method that the behaviour does not allow, a GET with a body and an endless URL', async () => {
    const url = await distribute(echo);
    expect((await fetch(`${url}/storage/x`, { method: 'POST' })).status).toBe(403);
    expect((await fetch(`${url}/storage/x`, { method: 'DELETE' })).status).toBe(403);
    expect((await fetch(`${url}/${'x'.repeat(8192)}`)).status).toBe(414);
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname);
    socket.end('GET / HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\nconnection: close\r\n\r\nx');
    expect(await text(socket)).toMatch(/^HTTP\/1.1 403 /);
  });

  it('refuses to be set up with a missing origin, or with writes to a bucket', () => {
    const config = { id: 'E1', domainName: 'd', origins: {} };
    const behavior = { targetOriginId: 'files', allowedMethods: ALL_METHODS, forward: NOTHING };
    expect(() => createDistribution({ ...config, defaultBehavior: behavior })).toThrow('no origin "files"');
    const files = { kind: 's3', endpoint: 'http://x', region: 'r', bucket: 'b', credentials } as const;
    const origins = { files };
    expect(() => createDistribution({ ...config, origins, defaultBehavior: behavior })).toThrow(
      /PUT.*bucket b/,
    );
  });
});

describe('a failing origin', () => {
  it('is a 504 when it says nothing in time, a 502 when it is gone or cuts the connection', async () => {
    const silent = await distribute(() => new Promise(() => {}));
    expect((await fetch(silent)).status).toBe(504);
    const cutting = await distribute(async (request) => {
      request.socket.destroy();
    });
    const answer = await fetch(cutting);
    expect(answer.status).toBe(502);
    expect(answer.headers.get('x-cache')).toBe('Error from cloudfront');
    const gone = await distribute(echo);
    await listeners[listeners.length - 2]?.stop();
    expect((await fetch(gone)).status).toBe(502);
  });

  it.each([
    ['cuts', (response: ServerResponse) => response.destroy()],
    ['falls silent in', () => undefined],
  ])('breaks the viewer off when it %s the middle of a body', async (_, then) => {
    const url = await distribute(async (__, response) => {
      response.writeHead(200, { 'content-length': 100 });
      response.write('half');
      setImmediate(() => then(response));
    });
    const answer = await fetch(url);
    await expect(answer.text()).rejects.toThrow('terminated');
  });

  it('notices a viewer that leaves', async () => {
    const left = Promise.withResolvers<void>();
    const url = await distribute(async (request) => {
      request.socket.once('close', () => left.resolve());
    });
    const abort = new AbortController();
    const answer = fetch(url, { signal: abort.signal });
    setTimeout(() => abort.abort(), 50);
    await expect(answer).rejects.toThrow();
    await left.promise;
  });
});

describe('an S3 origin', () => {
  /** Verifies the signature as S3 does and says who reads what. */
  const bucket: HandleRequest = async (request, response) => {
    const verified = verifySignature(request, (id) =>
      id === credentials.accessKeyId
        ? { principal, secretAccessKey: credentials.secretAccessKey }
        : undefined,
    );
    const { url, headers } = request;
    response.writeHead(headers.range ? 206 : 200, { etag: '"e"', 'accept-ranges': 'bytes' });
    response.end(JSON.stringify({ url, by: verified.principal.name, range: headers.range, headers }));
  };

  it('is read with the key of the distribution, range and conditions included', async () => {
    const url = await distribute(bucket);
    const answer = await fetch(`${url}/storage/a.wav?version=2`, {
      headers: {
        range: 'bytes=0-9',
        'if-none-match': '"x"',
        authorization: 'Bearer mine',
        'x-amz-acl': 'public',
      },
    });
    expect(answer.status).toBe(206);
    expect([answer.headers.get('etag'), answer.headers.get('accept-ranges')]).toEqual(['"e"', 'bytes']);
    const seen = seenSchema.parse(await answer.json());
    expect(seen).toMatchObject({
      url: '/my-bucket/storage/a.wav',
      by: 'cloudfront.amazonaws.com',
      range: 'bytes=0-9',
      headers: { 'if-none-match': '"x"' },
    });
    expect(seen.headers).not.toHaveProperty('x-amz-acl');
  });

  it('maps a path to its key exactly, however the viewer escapes it', async () => {
    const url = await distribute(bucket);
    const keyOf = async (path: string) => {
      const seen = JSON.parse(await raw(url, path));
      return decodeURIComponent(seen.url).slice('/my-bucket/'.length);
    };
    expect(await keyOf("/storage/a+b!'()*.wav")).toBe("storage/a+b!'()*.wav");
    expect(await keyOf('/storage/%61%2Bb')).toBe('storage/a+b');
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }), async (name) => {
        const key = `storage/x${name}`;
        expect(await keyOf(`/${key.split('/').map(encodeURIComponent).join('/')}`)).toBe(key);
      }),
      { numRuns: 50 },
    );
  });

  it('answers HEAD without a body, and 400 to a broken escape', async () => {
    const url = await distribute(bucket);
    const head = await fetch(`${url}/storage/a`, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
    expect(await raw(url, '/storage/%zz')).toContain('400 ERROR');
  });

  it('serves the default root object for / alone', async () => {
    const defaultBehavior = { targetOriginId: 'files', allowedMethods: ['GET'], forward: NOTHING };
    const url = await distribute(bucket, {}, { defaultBehavior, defaultRootObject: 'index.html' });
    expect(JSON.parse(await raw(url, '/')).url).toBe('/my-bucket/index.html');
    expect(JSON.parse(await raw(url, '/sub/')).url).toBe('/my-bucket/sub/');
  });
});

describe('the response headers policy', () => {
  const cors = {
    allowOrigins: ['https://*.example.org'],
    allowMethods: ['GET'],
    allowHeaders: ['*'],
    exposeHeaders: ['etag'],
    allowCredentials: false,
    maxAgeSeconds: 600,
    originOverride: true,
  };
  const origin: HandleRequest = async (_, response) => {
    response.writeHead(200, { 'access-control-allow-origin': 'own', server: 'me', 'x-frame-options': 'own' });
    response.end();
  };

  it('sets CORS for allowed origins, custom headers, and removes others', async () => {
    const customHeaders = [
      { header: 'X-Frame-Options', value: 'DENY', override: false },
      { header: 'X-New', value: 'set', override: false },
    ];
    const url = await distribute(origin, {
      responseHeaders: { cors, customHeaders, removeHeaders: ['Server'] },
    });
    const get = async (from: string) => (await fetch(url, { headers: { origin: from } })).headers;
    const allowed = await get('https://a.example.org');
    expect(allowed.get('access-control-allow-origin')).toBe('https://a.example.org');
    expect(allowed.get('access-control-expose-headers')).toBe('etag');
    expect([allowed.get('x-frame-options'), allowed.get('x-new'), allowed.get('server')]).toEqual([
      'own',
      'set',
      null,
    ]);
    expect((await get('https://example.com')).get('access-control-allow-origin')).toBeNull();
  });

  it("leaves the origin's CORS headers when they have precedence", async () => {
    const responseHeaders = { cors: { ...cors, originOverride: false } };
    const url = await distribute(origin, { responseHeaders });
    const answer = await fetch(url, { headers: { origin: 'https://a.example.org' } });
    expect(answer.headers.get('access-control-allow-origin')).toBe('own');
  });
});

describe('streaming', () => {
  const piece = randomBytes(1024 * 1024);
  const pieces = 64;
  const hash = createHash('sha256');
  for (let index = 0; index < pieces; index += 1) hash.update(piece);
  const expected = hash.digest('hex');
  let sentPieces = 0;

  async function send(output: Writable): Promise<void> {
    sentPieces = 0;
    while (sentPieces < pieces) {
      sentPieces += 1;
      if (!output.write(piece)) await once(output, 'drain');
    }
    output.end();
  }

  async function digest(input: AsyncIterable<Buffer>): Promise<string> {
    const sum = createHash('sha256');
    for await (const chunk of input) sum.update(chunk);
    return sum.digest('hex');
  }

  it('holds the origin back for a slow viewer, and does not take it for a silent origin', async () => {
    const url = new URL(await distribute(async (_, response) => send(response)));
    const download = httpRequest({ hostname: url.hostname, port: url.port, path: '/large' }).end();
    const [answer]: IncomingMessage[] = await once(download, 'response');
    if (answer === undefined) throw new Error('No answer.');
    await wait(READ_TIMEOUT_SECONDS * 2000);
    expect(sentPieces).toBeLessThan(pieces / 2);
    expect(await digest(answer)).toBe(expected);
  });

  it('holds the viewer back for a slow origin, and passes all of a body of unknown length', async () => {
    const arrived = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    const url = new URL(
      await distribute(async (request, response) => {
        arrived.resolve();
        await release.promise;
        response.end(await digest(request));
      }),
    );
    const upload = httpRequest({ hostname: url.hostname, port: url.port, method: 'PUT', path: '/large' });
    const answered = once(upload, 'response');
    const sent = send(upload);
    await arrived.promise;
    await wait(READ_TIMEOUT_SECONDS * 2000);
    expect(sentPieces).toBeLessThan(pieces / 2);
    release.resolve();
    await sent;
    const [answer]: IncomingMessage[] = await answered;
    if (answer === undefined) throw new Error('No answer.');
    expect(await text(answer)).toBe(expected);
  });
});
