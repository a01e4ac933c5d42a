import { afterEach, describe, expect, it, vi } from 'vitest';
import { createHttpApi } from '../../../infra/local/http-api/http-api.ts';
import type { FunctionResult, StageConfig } from '../../../infra/local/http-api/http-api-config.ts';
import type { Listener } from '../../../infra/local/listener/listen.ts';

const listeners: Listener[] = [];

afterEach(async () => {
  vi.restoreAllMocks();
  for (const listener of listeners.splice(0)) await listener.stop();
});

interface Invocation {
  readonly functionArn: string;
  readonly event: object;
  readonly source: string;
}

/** An API with a guarded and an open route, whose functions give back their events. */
async function start(decide: () => Promise<FunctionResult>, stage: Partial<StageConfig> = {}) {
  const invocations: Invocation[] = [];
  const api = createHttpApi({
    api: { id: 'abc123', name: 'test' },
    routes: [
      {
        routeKey: 'POST /songs/{song}',
        functionArn: 'arn:song',
        authorizer: { id: 'auth01', functionArn: 'arn:guard' },
      },
      { routeKey: 'GET /open', functionArn: 'arn:open' },
    ],
    stage: { name: '$default', ...stage },
    invoke: async (functionArn, event, source) => {
      invocations.push({ functionArn, event, source });
      return functionArn === 'arn:guard' ? decide() : { payload: event };
    },
  });
  const listener = await api.listen();
  listeners.push(listener);
  const called = () => invocations.map(({ functionArn }) => functionArn);
  return { url: listener.url, invocations, called };
}

const simply = (payload: unknown) => async () => ({ payload });
const post = (url: string) =>
  fetch(`${url}/songs/my%20song?key=1&key=2`, {
    method: 'POST',
    headers: { authorization: 'Bearer secret', cookie: 'a=1', 'content-type': 'text/plain' },
    body: 'hello',
  });

describe('an authorizer', () => {
  it('is shown the request in payload format 2.0, and never its body', async () => {
    const { url, invocations } = await start(simply({ isAuthorized: true }));
    expect((await post(url)).status).toBe(200);
    const [asked] = invocations;
    expect(asked?.source).toBe('authorizers/auth01');
    expect(asked?.event).toMatchObject({
      version: '2.0',
      type: 'REQUEST',
      routeArn: 'arn:aws:execute-api:eu-west-1:000000000000:abc123/$default/POST/songs/my song',
      identitySource: null,
      routeKey: 'POST /songs/{song}',
      rawPath: '/songs/my song',
      rawQueryString: 'key=1&key=2',
      queryStringParameters: { key: '1,2' },
      pathParameters: { song: 'my song' },
      cookies: ['a=1'],
      headers: { authorization: 'Bearer secret' },
      requestContext: { apiId: 'abc123', http: { method: 'POST', path: '/songs/my song' } },
    });
    expect(asked?.event).not.toHaveProperty('body');
    expect(asked?.event).not.toHaveProperty('isBase64Encoded');
    expect(JSON.stringify(asked?.event)).not.toContain('hello');
  });

  it('that lets a request in hands its context on to the function', async () => {
    const context = { name: 'ann', limits: { perMinute: 7 }, admin: false };
    const { url, invocations } = await start(simply({ isAuthorized: true, context }));
    const answer = await post(url);
    expect(await answer.json()).toMatchObject({
      body: 'hello',
      requestContext: { authorizer: { lambda: context } },
    });
    expect(invocations.map(({ source }) => source)).toEqual([
      'authorizers/auth01',
      '$default/POST/songs/{song}',
    ]);
  });

  it.each([undefined, null])('may give %s as its context', async (context) => {
    const { url } = await start(simply({ isAuthorized: true, context }));
    expect(await (await post(url)).json()).toMatchObject({ requestContext: { authorizer: { lambda: {} } } });
  });

  it('keeps a request out by a 403, whatever its context', async () => {
    const { url, called } = await start(simply({ isAuthorized: false, context: { name: 'ann' } }));
    const answer = await post(url);
    expect([answer.status, await answer.text()]).toEqual([403, '{"message":"Forbidden"}']);
    expect(called()).toEqual(['arn:guard']);
  });

  it.each([
    ['fails', async () => ({ error: { errorType: 'Boom', errorMessage: 'inner detail' } })],
    ['cannot be invoked', () => Promise.reject(new Error('inner detail'))],
    ['answers nothing', simply(null)],
    ['answers a policy', simply({ principalId: 'me', policyDocument: {} })],
    ['answers a text for true', simply({ isAuthorized: 'true' })],
    ['gives a text as its context', simply({ isAuthorized: true, context: 'ann' })],
  ])('that %s is a 500 that tells nothing, and nobody gets in', async (_, decide) => {
    vi.spyOn(console, 'error').mockReturnValue();
    const { url, called } = await start(decide);
    const answer = await post(url);
    expect([answer.status, await answer.text()]).toEqual([500, '{"message":"Internal Server Error"}']);
    expect(called()).toEqual(['arn:guard']);
  });

  it('is waited for ten seconds', async () => {
    const { url, called } = await start(() => new Promise(() => undefined));
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const answering = post(url);
      await vi.waitFor(() => expect(called()).toEqual(['arn:guard']), { timeout: 5_000 });
      await vi.advanceTimersByTimeAsync(10_000);
      const answer = await answering;
      expect(answer.status).toBe(500);
    } finally {
      vi.useRealTimers();
    }
  });

  it('is not asked about routes without it, nor about what is throttled', async () => {
    const { url, called } = await start(simply({ isAuthorized: true }), {
      routeSettings: { 'POST /songs/{song}': { throttlingBurstLimit: 0 } },
    });
    expect((await fetch(`${url}/open`)).status).toBe(200);
    expect((await post(url)).status).toBe(429);
    expect(called()).toEqual(['arn:open']);
  });

  it('leaves its reason in the access log when it fails, and nothing of the key', async () => {
    const lines: string[] = [];
    const format = '$context.routeKey $context.status $context.error.message';
    const { url } = await start(async () => ({ error: { errorType: 'Boom', errorMessage: 'lost' } }), {
      accessLog: { format, write: (line) => lines.push(line) },
    });
    await (await post(url)).text();
    expect(lines).toEqual(['POST /songs/{song} 500 Boom: lost']);
  });
});
