import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRouteTable } from '../../../infra/local/http-api/route-table.ts';

const routes = (...keys: string[]) => keys.map((routeKey) => ({ routeKey, functionArn: routeKey }));
const keys = [
  '$default',
  'ANY /{proxy+}',
  'GET /pets/{proxy+}',
  'GET /pets/dog/{id}',
  'GET /pets/dog/1',
  'ANY /pets/dog/1',
  'POST /pets/{id}/files/{path+}',
];

describe('createRouteTable', () => {
  it.each([
    ['GET', '/pets/dog/1', 'GET /pets/dog/1', {}],
    ['PUT', '/pets/dog/1', 'ANY /pets/dog/1', {}],
    ['GET', '/pets/dog/2', 'GET /pets/dog/{id}', { id: '2' }],
    ['GET', '/pets/cat/1', 'GET /pets/{proxy+}', { proxy: 'cat/1' }],
    ['POST', '/pets/cat/1', 'ANY /{proxy+}', { proxy: 'pets/cat/1' }],
    ['POST', '/pets/3/files/a/b%20c', 'POST /pets/{id}/files/{path+}', { id: '3', path: 'a/b c' }],
    ['GET', '/pets/dog/%C3%A4%2Fb', 'GET /pets/dog/{id}', { id: 'ä/b' }],
    ['GET', '/', '$default', {}],
  ])('sends %s %s to %s, in whatever order the routes are given', (method, path, key, parameters) => {
    fc.assert(
      fc.property(fc.shuffledSubarray(keys, { minLength: keys.length }), (order) => {
        const match = createRouteTable(routes(...order))(method, path);
        expect(match?.route.routeKey).toBe(key);
        expect(match?.pathParameters).toEqual(parameters);
      }),
      { numRuns: 20 },
    );
  });

  it('finds no route for another method, a trailing slash, an empty variable or a longer path', () => {
    const match = createRouteTable(routes('GET /jobs/{id}', 'GET /files/{path+}', 'GET /'));
    for (const [method, path] of [
      ['POST', '/jobs/1'],
      ['GET', '/jobs/1/'],
      ['GET', '/jobs/'],
      ['GET', '/jobs/1/2'],
      ['GET', '/files/'],
      ['GET', '/Jobs/1'],
    ] as const) {
      expect(match(method, path)).toBeUndefined();
    }
    expect(match('GET', '/')).toBeDefined();
  });

  it('refuses route keys that API Gateway refuses', () => {
    for (const key of ['jobs', 'GET jobs', 'FETCH /jobs', 'GET /{all+}/more']) {
      expect(() => createRouteTable(routes(key))).toThrow(key);
    }
  });
});
