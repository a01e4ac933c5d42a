import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createHttpApi, type HttpApiParts } from '../../../infra/local/http-api/http-api.ts';
import type { Listener } from '../../../infra/local/listener/listen.ts';

const listeners: Listener[] = [];

afterEach(async () => {
  vi.useRealTimers();
  for (const listener of listeners.splice(0)) await listener.stop();
});

/** An API whose only function gives back its event, unless `parts` say otherwise. */
async function start(parts: Partial<HttpApiParts> = {}): Promise<string> {
  const api = createHttpApi({
    api: { id: 'abc123', name: 'test' },
    routes: [{ routeKey: 'ANY /echo/{path+}', functionArn: 'arn:echo' }],
    stage: { name: '$default' },
    invoke: async (_, event) => ({ payload: event }),
    ...parts,
  });
  const listener = await api.listen();
  listeners.push(listener);
  return listener.url;
}

const answering = (payload: unknown) => start({ invoke: async () => ({ payload }) });

async function echoed(url: string, init?: RequestInit): Promise<APIGatewayProxyEventV2> {
  const answer = await fetch(url, init);
  expect(answer.status).toBe(200);
  return JSON.parse(await answer.text());
}

describe('the event', () => {
  it('carries method, decoded path, raw query, joined parameters and headers, and cookies apart', async () => {
    const url = await start();
    const response = await new Promise<string>((resolve, reject) => {
      const call = httpRequest(
        `${url}/echo/a%20b/%C3%A4?x=1&x=2&y=%26&toString=3`,
        { headers: { 'X-Twice': ['1', '2'], cookie: 'a=1; b=2', 'user-agent': 'test' } },
        (answer) => text(answer).then(resolve, reject),
      );
      call.end();
    });
    const event: APIGatewayProxyEventV2 = JSON.parse(response);
    expect(event).toMatchObject({
      version: '2.0',
      routeKey: 'ANY /echo/{path+}',
      rawPath: '/echo/a b/ä',
      rawQueryString: 'x=1&x=2&y=%26&toString=3',
      queryStringParameters: { x: '1,2', y: '&', toString: '3' },
      pathParameters: { path: 'a b/ä' },
      cookies: ['a=1', 'b=2'],
      headers: { 'x-twice': '1,2', 'x-forwarded-for': '127.0.0.1' },
      isBase64Encoded: false,
    });
    expect(event.headers).not.toHaveProperty('cookie');
    expect(event).not.toHaveProperty('body');
    expect(event.requestContext).toMatchObject({
      accountId: '000000000000',
      apiId: 'abc123',
      stage: '$default',
      http: { method: 'GET', path: '/echo/a b/ä', protocol: 'HTTP/1.1', userAgent: 'test' },
    });
    expect(event.requestContext.time).toMatch(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/);
  });

  it.each(['text/plain', 'application/json; charset=utf-8', 'application/xml', 'application/javascript'])(
    'carries a body of %s as text',
    async (type) => {
      const event = await echoed(`${await start()}/echo/x`, {
        method: 'POST',
        headers: { 'content-type': type },
        body: '{"ä":1}',
      });
      expect(event).toMatchObject({ body: '{"ä":1}', isBase64Encoded: false });
    },
  );

  it.each([
    'multipart/form-data; boundary=x',
    'application/x-www-form-urlencoded',
    'application/octet-stream',
    'audio/wav',
    undefined,
  ])('carries a body of %s as base64', async (type) => {
    const body = new Uint8Array([0, 255, 13, 10]);
    const headers = type === undefined ? {} : { 'content-type': type };
    const event = await echoed(`${await start()}/echo/x`, { method: 'PUT', headers, body });
    expect(event).toMatchObject({ body: Buffer.from(body).toString('base64'), isBase64Encoded: true });
    expect(event.headers['content-length']).toBe('4');
  });
});

describe('the answer', () => {
  it('is what the function says: status, headers, cookies, text or base64 body', async () => {
    const url = await answering({
      statusCode: 201,
      headers: { 'X-Number': 7, 'Content-Length': '999', Connection: 'close' },
      cookies: ['a=1; Secure', 'b=2'],
      body: Buffer.from([0, 255]).toString('base64'),
      isBase64Encoded: true,
    });
    const answer = await fetch(`${url}/echo/x`);
    expect(answer.status).toBe(201);
    expect(answer.headers.get('x-number')).toBe('7');
    expect(answer.headers.getSetCookie()).toEqual(['a=1; Secure', 'b=2']);
    expect(new Uint8Array(await answer.arrayBuffer())).toEqual(new Uint8Array([0, 255]));
    expect(answer.headers.get('apigw-requestid')).toMatch(/^[\da-f-]{36}$/);
  });

  it.each([
    [{ ok: true }, '{"ok":true}'],
    ['plain', 'plain'],
    [null, 'null'],
    [[1], '[1]'],
  ])('is a 200 of JSON for a payload without statusCode: %j', async (payload, body) => {
    const answer = await fetch(`${await answering(payload)}/echo/x`);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/json']);
    expect(await answer.text()).toBe(body);
  });

  it.each([{ statusCode: 'ok' }, { statusCode: 99 }, { statusCode: 200, body: { not: 'text' } }])(
    'is a 500 for the unusable payload %j',
    async (payload) => {
      const answer = await fetch(`${await answering(payload)}/echo/x`);
      expect([answer.status, await answer.text()]).toEqual([500, '{"message":"Internal Server Error"}']);
    },
  );

  it('is a 500 that tells nothing when the function fails', async () => {
    const error = { errorType: 'Boom', errorMessage: 'inner detail' };
    const url = await start({ invoke: async () => ({ error }) });
    const answer = await fetch(`${url}/echo/x`);
    expect([answer.status, await answer.text()]).toEqual([500, '{"message":"Internal Server Error"}']);
  });

  it('is a 500 when the function cannot be invoked', async () => {
    const logged = vi.spyOn(console, 'error').mockReturnValue();
    const url = await start({ invoke: () => Promise.reject(new Error('inner detail')) });
    const answer = await fetch(`${url}/echo/x`);
    expect([answer.status, await answer.text()]).toEqual([500, '{"message":"Internal Server Error"}']);
    expect(logged).toHaveBeenCalled();
    logged.mockRestore();
  });

  it("is a 503 after the integration's timeout", async () => {
    const routes = [{ routeKey: '$default', functionArn: 'arn:slow', timeoutMilliseconds: 50 }];
    const url = await start({ routes, invoke: () => new Promise(() => {}) });
    const answer = await fetch(`${url}/anything`);
    expect([answer.status, await answer.text()]).toEqual([503, '{"message":"Service Unavailable"}']);
  });

  it('is a 404 without a route, a 400 for a broken escape', async () => {
    const url = await start();
    const missing = await fetch(`${url}/other`);
    expect([missing.status, await missing.text()]).toEqual([404, '{"message":"Not Found"}']);
    const { port } = new URL(url);
    const socket = connect(Number(port), '127.0.0.1');
    socket.end('GET /echo/%zz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n');
    expect(await text(socket)).toMatch(/^HTTP\/1.1 400 [\s\S]*\{"message":"Bad Request"\}$/);
  });
});

describe('limits', () => {
  const invoked = vi.fn(async () => ({ payload: 'ok' }));
  const put = (url: string, bytes: number, type: string) =>
    fetch(`${url}/echo/x`, {
      method: 'PUT',
      headers: { 'content-type': type },
      body: new Uint8Array(bytes).fill(65),
    });
  const MiB = 1024 * 1024;

  it('refuses a body over 10 MiB, and an event over 6 MiB, where base64 counts', async () => {
    const url = await start({ invoke: invoked });
    for (const [bytes, type] of [
      [10 * MiB + 1, 'text/plain'],
      [6 * MiB, 'text/plain'],
      [4.6 * MiB, 'audio/wav'],
    ] as const) {
      const answer = await put(url, bytes, type);
      expect([answer.status, await answer.text()]).toEqual([413, '{"message":"Request Entity Too Large"}']);
    }
    expect(invoked).not.toHaveBeenCalled();
  });

  it('accepts what stays below', async () => {
    const url = await start({ invoke: invoked });
    for (const [bytes, type] of [
      [5.9 * MiB, 'text/plain'],
      [4.4 * MiB, 'audio/wav'],
    ] as const) {
      const answer = await put(url, Math.floor(bytes), type);
      expect(answer.status).toBe(200);
      await answer.arrayBuffer();
    }
  });

  it('throttles each route by its settings, and lets requests through again in time', async () => {
    let milliseconds = 0;
    const url = await start({
      routes: ['GET /a', 'GET /b', 'GET /c'].map((routeKey) => ({ routeKey, functionArn: 'arn' })),
      stage: {
        name: '$default',
        defaultRouteSettings: { throttlingBurstLimit: 2, throttlingRateLimit: 1 },
        routeSettings: { 'GET /c': { throttlingBurstLimit: 1 } },
      },
      now: () => milliseconds,
    });
    const get = async (path: string) => (await fetch(url + path)).status;
    expect([await get('/a'), await get('/a'), await get('/a')]).toEqual([200, 200, 429]);
    expect(await get('/b')).toBe(200);
    expect([await get('/c'), await get('/c')]).toEqual([200, 429]);
    milliseconds = 999;
    expect(await get('/a')).toBe(429);
    milliseconds = 1001;
    expect([await get('/a'), await get('/a')]).toEqual([200, 429]);
    const throttled = await fetch(`${url}/a`);
    expect(await throttled.text()).toBe('{"message":"Too Many Requests"}');
  });

  it('refuses a stage that is not modelled', () => {
    const stage = { name: 'prod' };
    const parts = { api: { id: 'x', name: 'y' }, routes: [], stage, invoke: invoked };
    expect(() => createHttpApi(parts)).toThrow(/"prod"; only \$default/);
  });
});

describe('CORS', () => {
  const api = {
    id: 'x',
    name: 'y',
    cors: {
      allowOrigins: ['https://a.example'],
      allowMethods: ['GET'],
      allowHeaders: ['authorization'],
      maxAgeSeconds: 60,
    },
  };
  const preflight = (origin: string) => ({
    method: 'OPTIONS',
    headers: { origin, 'access-control-request-method': 'GET' },
  });

  it('answers a preflight that no route takes without a function, with headers for an allowed origin only', async () => {
    const invoke = vi.fn();
    const routes = [{ routeKey: 'GET /echo/{path+}', functionArn: 'arn:echo' }];
    const url = await start({ api, invoke, routes });
    const allowed = await fetch(`${url}/echo/x`, preflight('https://a.example'));
    expect(allowed.status).toBe(204);
    expect(Object.fromEntries(allowed.headers)).toMatchObject({
      'access-control-allow-origin': 'https://a.example',
      'access-control-allow-methods': 'GET',
      'access-control-allow-headers': 'authorization',
      'access-control-max-age': '60',
    });
    const other = await fetch(`${url}/echo/x`, preflight('https://b.example'));
    expect(other.status).toBe(204);
    expect(other.headers.get('access-control-allow-origin')).toBeNull();
    expect(invoke).not.toHaveBeenCalled();
  });

  it("replaces the function's CORS headers, and leaves them when the API has no CORS configuration", async () => {
    const payload = { statusCode: 200, headers: { 'Access-Control-Allow-Origin': 'from-function' } };
    const invoke = async () => ({ payload });
    const headers = { origin: 'https://a.example' };
    const configured = await fetch(`${await start({ api, invoke })}/echo/x`, { headers });
    expect(configured.headers.get('access-control-allow-origin')).toBe('https://a.example');
    const bare = await fetch(`${await start({ invoke })}/echo/x`, { headers });
    expect(bare.headers.get('access-control-allow-origin')).toBe('from-function');
  });
});

describe('the access log', () => {
  it('gets one line a request in the format of the stage, without the query', async () => {
    const lines: string[] = [];
    const format =
      '$context.httpMethod $context.path $context.routeKey $context.status $context.responseLength $context.authorizer.x';
    const accessLog = { format, write: (line: string) => lines.push(line) };
    const url = await start({
      stage: { name: '$default', accessLog },
      invoke: async () => ({ payload: 'four' }),
    });
    await (await fetch(`${url}/echo/x?token=hidden`)).text();
    await (await fetch(`${url}/none`)).text();
    expect(lines).toEqual(['GET /echo/x ANY /echo/{path+} 200 4 -', 'GET /none - 404 23 -']);
  });
});
