import { afterEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { createHttpApi, type HttpApiParts } from '../../../infra/local/http-api/http-api.ts';
import type { Listener } from '../../../infra/local/listener/listen.ts';

const listeners: Listener[] = [];

afterEach(async () => {
  for (const listener of listeners.splice(0)) await listener.stop();
});

const seen = z.object({
  routeKey: z.string(),
  requestContext: z.object({ http: z.object({ method: z.string() }) }),
});

/** 40 routes of an API, one of them for two methods, and a `$default`; each says in a header that it answered. */
const routeKeys = [
  ...Array.from({ length: 38 }, (_, n) => `${n % 2 === 0 ? 'GET' : 'POST'} /api/subject-${n % 5}/call-${n}`),
  'GET /api/both',
  'POST /api/both',
  '$default',
];

async function start(cors?: HttpApiParts['api']['cors']): Promise<string> {
  const { listen } = createHttpApi({
    api: { id: 'abc123', name: 'test', ...(cors && { cors }) },
    routes: routeKeys.map((routeKey) => ({ routeKey, functionArn: routeKey })),
    stage: { name: '$default' },
    invoke: async (functionArn, event) => {
      const { routeKey, requestContext } = seen.parse(event);
      const headers = { 'x-answered': `${functionArn}|${routeKey}|${requestContext.http.method}` };
      return { payload: { statusCode: functionArn === '$default' ? 404 : 200, headers, body: 'said' } };
    },
  });
  const listener = await listen();
  listeners.push(listener);
  return listener.url;
}

describe('an API of many routes', () => {
  it('answers each by its own function, a path of two methods by both', async () => {
    const url = await start();
    for (const key of routeKeys.filter((routeKey) => routeKey !== '$default')) {
      const [method = '', path = ''] = key.split(' ');
      const answer = await fetch(url + path, { method });
      expect([answer.status, answer.headers.get('x-answered')]).toEqual([200, `${key}|${key}|${method}`]);
    }
  });

  it.each([
    ['HEAD', '/api/both'],
    ['HEAD', '/nowhere'],
    ['PUT', '/api/both'],
    ['GET', '/api/both/'],
    ['GET', '/'],
    ['OPTIONS', '/api/both'],
  ])('answers %s %s by $default, since API Gateway adds no method to a route', async (method, path) => {
    const answer = await fetch((await start()) + path, { method });
    expect([answer.status, answer.headers.get('x-answered')]).toEqual([404, `$default|$default|${method}`]);
    expect(answer.headers.get('content-length')).toBe('4');
    expect(await answer.text()).toBe(method === 'HEAD' ? '' : 'said');
  });
});

describe('a preflight', () => {
  const preflight = {
    method: 'OPTIONS',
    headers: { origin: 'https://a.example', 'access-control-request-method': 'POST' },
  };

  it.each(['/api/both', '/nowhere'])(
    'of %s goes to $default, whose answer gets the CORS of the API',
    async (path) => {
      const answer = await fetch(
        (await start({ allowOrigins: ['*'], allowMethods: ['*'] })) + path,
        preflight,
      );
      expect([answer.status, answer.headers.get('x-answered')]).toEqual([404, '$default|$default|OPTIONS']);
      expect(answer.headers.get('access-control-allow-origin')).toBe('*');
      expect(answer.headers.get('access-control-allow-methods')).toBe('*');
    },
  );

  it('goes to $default without CORS as well, and so does an OPTIONS that is no preflight', async () => {
    const bare = await fetch(`${await start()}/api/both`, preflight);
    expect(bare.headers.get('x-answered')).toBe('$default|$default|OPTIONS');
    const cors = await start({ allowOrigins: ['*'] });
    const plain = await fetch(`${cors}/api/both`, { method: 'OPTIONS' });
    expect(plain.headers.get('x-answered')).toBe('$default|$default|OPTIONS');
  });
});
