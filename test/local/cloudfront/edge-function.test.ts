import { text } from 'node:stream/consumers';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { createDistribution } from '../../../infra/local/cloudfront/distribution.ts';
import type { Behavior } from '../../../infra/local/cloudfront/distribution-config.ts';
import { edgeFunction } from '../../../infra/local/cloudfront/edge-function.ts';
import { fromEdgeRequest, toEdgeRequest } from '../../../infra/local/cloudfront/edge-request.ts';
import { type HandleRequest, type Listener, listen } from '../../../infra/local/listener/listen.ts';

const listeners: Listener[] = [];
const lines: string[] = [];

afterEach(async () => {
  lines.length = 0;
  for (const listener of listeners.splice(0)) await listener.stop();
});

async function serve(handle: HandleRequest): Promise<string> {
  const listener = await listen(handle);
  listeners.push(listener);
  return listener.url;
}

/** Answers what arrived, as JSON. */
const echo: HandleRequest = async (request, response) => {
  const { method, url, headers } = request;
  const body = await text(request);
  response.writeHead(200, { 'content-type': 'application/json', 'set-cookie': ['a=1; Path=/', 'b=2'] });
  response.end(JSON.stringify({ method, url, headers, body }));
};

const edge = (code: string) => edgeFunction({ name: 'edge', code, log: (line) => lines.push(line) });

async function distribute(behavior: Partial<Behavior>, origin: HandleRequest = echo): Promise<string> {
  const forward = { headers: { allExcept: ['host'] }, queryStrings: 'all', cookies: 'all' } as const;
  const { handle } = createDistribution({
    id: 'E1',
    domainName: 'd1.cloudfront.net',
    origins: { api: { kind: 'http', url: await serve(origin) } },
    defaultBehavior: { targetOriginId: 'api', allowedMethods: ['GET', 'POST'], forward, ...behavior },
  });
  return serve(handle);
}

const onRequest = (code: string, origin?: HandleRequest) =>
  distribute(
    { viewerRequest: edge(`function handler(event) { var request = event.request; ${code} }`) },
    origin,
  );
const onResponse = (code: string, origin?: HandleRequest) =>
  distribute({ viewerResponse: edge(`function handler(event) { ${code} }`) }, origin);

const seenSchema = z.looseObject({
  url: z.string(),
  body: z.string(),
  headers: z.record(z.string(), z.unknown()),
});

describe('a function on requests', () => {
  it('sees the documented event', async () => {
    const url = await onRequest(
      "return { statusCode: 200, body: JSON.stringify(event), headers: { 'content-type': { value: 'application/json' } } };",
    );
    const answer = await fetch(`${url}/a%20b?x=1&x=%2F&empty`, {
      method: 'POST',
      headers: { 'X-Own': 'yes', cookie: 'k=v; w=1', 'x-real-ip': '1.2.3.4' },
      body: 'hello',
    });
    const event = z
      .looseObject({ request: z.looseObject({ headers: z.looseObject({}) }) })
      .parse(await answer.json());
    expect(event.request.headers).not.toHaveProperty('x-real-ip');
    expect(event).toEqual({
      version: '1.0',
      context: {
        distributionDomainName: 'd1.cloudfront.net',
        distributionId: 'E1',
        eventType: 'viewer-request',
        requestId: answer.headers.get('x-amz-cf-id'),
      },
      viewer: { ip: '127.0.0.1' },
      request: {
        method: 'POST',
        uri: '/a%20b',
        querystring: {
          x: { value: '1', multiValue: [{ value: '1' }, { value: '%2F' }] },
          empty: { value: '' },
        },
        headers: expect.objectContaining({
          'x-own': { value: 'yes' },
          'content-length': { value: '5' },
          host: { value: new URL(url).host },
        }),
        cookies: { k: { value: 'v' }, w: { value: '1' } },
      },
    });
  });

  it('answers with status, reason, headers, cookies and a body as text or base64', async () => {
    const url = await onRequest(`return {
      statusCode: 418, statusDescription: 'Teapot',
      headers: { 'x-own': { value: 'a', multiValue: [{ value: 'a' }, { value: 'b' }] } },
      cookies: { c: { value: '1', attributes: 'Path=/' } },
      body: request.uri === '/text' ? { encoding: 'text', data: 'ä' } : { encoding: 'base64', data: '/wA=' },
    };`);
    const answer = await fetch(`${url}/text`);
    expect([answer.status, answer.statusText, await answer.text()]).toEqual([418, 'Teapot', 'ä']);
    expect(answer.headers.get('x-own')).toBe('a, b');
    expect(answer.headers.getSetCookie()).toEqual(['c=1; Path=/']);
    expect(answer.headers.get('x-cache')).toBe('FunctionGeneratedResponse from cloudfront');
    expect(Buffer.from(await (await fetch(url)).arrayBuffer())).toEqual(Buffer.from([255, 0]));
  });

  it('lets a request go on as it came, body and raw query included', async () => {
    const url = await onRequest('return request;');
    const answer = await fetch(`${url}/a%20b?x=%2F&&y`, {
      method: 'POST',
      body: 'hello',
      headers: { cookie: 'a=1' },
    });
    expect(await answer.json()).toMatchObject({
      url: '/a%20b?x=%2F&&y',
      body: 'hello',
      headers: { cookie: 'a=1' },
    });
  });

  it('lets it go on with another path, query, headers and cookies', async () => {
    const url = await onRequest(`
      request.uri = '/new'; request.querystring = { q: { value: '2' } };
      request.headers['x-added'] = { value: 'yes' }; delete request.headers['x-own'];
      request.cookies = { c: { value: '3' } };
      return request;`);
    const answer = await fetch(`${url}/old?x=1`, { headers: { 'x-own': '1' } });
    const seen = seenSchema.parse(await answer.json());
    expect(seen.url).toBe('/new?q=2');
    expect(seen.headers).toMatchObject({ 'x-added': 'yes', cookie: 'c=3' });
    expect(seen.headers).not.toHaveProperty('x-own');
  });

  it('may be asynchronous', async () => {
    const code = 'async function handler() { await null; return { statusCode: 204 }; }';
    expect((await fetch(await distribute({ viewerRequest: edge(code) }))).status).toBe(204);
  });

  it.each([
    ['throws', "throw new Error('broken');", 'broken'],
    ['never ends', 'for (;;) {}', 'timed out'],
    ['awaits for ever', 'return new Promise(function () {});', 'never fulfilled'],
    ['wants a module', "return require('crypto');", 'require is not defined'],
    ['wants the process', 'return process.env;', 'process is not defined'],
    ['wants a timer', 'return setTimeout(handler, 1);', 'setTimeout is not defined'],
    ['makes code of text', "return new Function('return 1')();", 'Code generation from strings disallowed'],
  ])('is answered by 503 when it %s, and its log says why', async (_, code, reason) => {
    const url = await onRequest(code);
    const answer = await fetch(url, { method: 'POST', body: 'x' });
    expect(answer.status).toBe(503);
    expect(lines).toContainEqual(expect.stringContaining(reason));
    expect(lines[0]).toMatch(/^FunctionExecutionError: /);
  });

  it.each([
    ['nothing', 'return undefined;'],
    ['an unknown field', 'request.body = 1; return request;'],
    ['another method', "request.method = 'PUT'; return request;"],
    ['another length', "request.headers['content-length'] = { value: '0' }; return request;"],
    ['no host', 'delete request.headers.host; return request;'],
    ['a header it may not set', "request.headers.connection = { value: 'close' }; return request;"],
    ['a status that is none', 'return { statusCode: 99 };'],
    [
      'an answer with a forbidden header',
      "return { statusCode: 200, headers: { 'x-cache': { value: '1' } } };",
    ],
  ])('is answered by 502 when it returns %s', async (_, code) => {
    expect((await fetch(await onRequest(code), { method: 'POST', body: 'x' })).status).toBe(502);
    expect(lines).toEqual([expect.stringMatching(/^FunctionValidationError: /)]);
  });

  it('logs what it says, and forgets its globals from run to run', async () => {
    const url = await onRequest(
      'counter = (globalThis.counter || 0) + 1; console.log("run", counter); return request;',
    );
    await fetch(url);
    await fetch(url);
    expect(lines).toEqual(['run 1', 'run 1']);
  });

  it('answers a large upload without the origin, and the client sees the answer', async () => {
    let reached = false;
    const url = await onRequest("return { statusCode: 413, body: 'too large' };", async (_, response) => {
      reached = true;
      response.end();
    });
    for (let round = 0; round < 3; round += 1) {
      const answer = await fetch(url, { method: 'POST', body: new Uint8Array(20_000_000) });
      expect([answer.status, await answer.text()]).toEqual([413, 'too large']);
    }
    expect(reached).toBe(false);
  });

  it('refuses code that is no JavaScript or imports modules', () => {
    expect(() => edge('function handler( {')).toThrow(SyntaxError);
    expect(() => edge("import cf from 'cloudfront'; function handler() {}")).toThrow(SyntaxError);
  });
});

describe('a function on responses', () => {
  it('sees the answer and changes its headers; cookies and body stay', async () => {
    const url = await onResponse(`
      var response = event.response;
      console.log(JSON.stringify([event.context.eventType, event.request.uri, response.statusCode, response.cookies]));
      response.headers['x-added'] = { value: 'yes' };
      delete response.headers['content-type'];
      return response;`);
    const answer = await fetch(`${url}/x`);
    expect(answer.headers.get('x-added')).toBe('yes');
    expect(answer.headers.get('content-type')).toBeNull();
    expect(answer.headers.getSetCookie()).toEqual(['a=1; Path=/', 'b=2']);
    expect(seenSchema.parse(await answer.json()).url).toBe('/x');
    const cookies = { a: { value: '1', attributes: 'Path=/' }, b: { value: '2' } };
    expect(JSON.parse(lines[0] ?? '')).toEqual(['viewer-response', '/x', 200, cookies]);
  });

  it('is not asked about an answer of 400 or more', async () => {
    const url = await onResponse('throw new Error();', async (_, response) => {
      response.writeHead(404).end('no');
    });
    expect((await fetch(url)).status).toBe(404);
    expect(lines).toEqual([]);
  });

  it('is answered by 503 when it throws, and by 502 when it changes the status', async () => {
    expect((await fetch(await onResponse('throw new Error();'))).status).toBe(503);
    expect((await fetch(await onResponse('return { statusCode: 204 };'))).status).toBe(502);
  });
});

it('brings back every request that a function returns unchanged', () => {
  const token = fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/);
  const value = fc.stringMatching(/^[!-:<-~]{0,12}$/);
  const request = fc.record({
    method: fc.constantFrom('GET', 'POST'),
    path: fc.webPath().map((path) => `/${path.replace(/^\/+/, '')}`),
    // The schema of the event leaves out the one name that is no plain property.
    query: fc.webQueryParameters().filter((query) => !query.includes('__proto__')),
    headers: fc.dictionary(token, fc.array(value, { minLength: 1, maxLength: 3 })),
    cookies: fc
      .uniqueArray(fc.tuple(token, value), { selector: ([name]) => name })
      .map((all) => all.map(([name, text]) => `${name}=${text}`)),
    httpVersion: fc.constant('1.1'),
    address: fc.ipV4(),
  });
  fc.assert(
    fc.property(request, (before) => {
      const returned: unknown = JSON.parse(JSON.stringify(toEdgeRequest(before)));
      expect(fromEdgeRequest(returned, before)).toEqual({ ...before, headers: { ...before.headers } });
    }),
  );
});
