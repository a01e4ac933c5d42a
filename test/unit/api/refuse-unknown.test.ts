import { describe, expect, it } from 'vitest';
import { handler } from '../../../functions/api/refuse-unknown/handler.ts';
import { OPERATIONS } from '../../../shared/api/operations.ts';
import { lambdaContext } from '../engine/lambda-context.ts';
import { apiEvent } from './api-event.ts';
import { readProblem } from './read-problem.ts';

const ask = (method: string, path: string) => handler(apiEvent({ method, path }), lambdaContext);
const filled = (path: string) => path.replaceAll(/\{\w+\}/g, 'abc');
const paths = [...new Set(OPERATIONS.map(({ path }) => path))];

describe('a request without a route', () => {
  it.each(['/', '/v2/jobs', '/v1', '/v1/jobs/a/b/c/d', '/favicon.ico', '/v1//jobs', '//v1/jobs'])(
    'to %s is a 404 that leads to the description',
    async (path) => {
      const answer = await ask('GET', path);
      expect(readProblem(answer)).toMatchObject({
        status: 404,
        detail: expect.stringContaining('/openapi.json'),
      });
      expect(answer.headers).not.toHaveProperty('allow');
    },
  );

  it.each(paths)('with a method that %s does not take is a 405 that says which it takes', async (path) => {
    const methods: string[] = OPERATIONS.filter((one) => one.path === path).map(({ method }) => method);
    const answer = await ask('PATCH', filled(path));
    expect(readProblem(answer)).toMatchObject({ status: 405, title: 'That cannot be done here' });
    const allowed = String(answer.headers?.allow).split(', ');
    expect(allowed).toEqual(expect.arrayContaining(methods));
  });

  it.each(paths)(
    'with OPTIONS, as of a browser before it calls %s, is a 204 that says what it takes',
    async (path) => {
      const { statusCode, headers, body } = await ask('OPTIONS', filled(path));
      expect([statusCode, body]).toEqual([204, undefined]);
      expect(headers?.allow).toBe((await ask('PATCH', filled(path))).headers?.allow);
    },
  );

  it('with OPTIONS is a 404 where there is nothing', async () => {
    expect(readProblem(await ask('OPTIONS', '/v2/jobs')).status).toBe(404);
  });

  it('repeats neither its path nor a method that is no plain word', async () => {
    const [path = '/'] = paths;
    for (const answer of [await ask('GET', '/secret-path'), await ask('<SCRIPT>', filled(path))]) {
      expect(answer.body).not.toMatch(/secret-path|SCRIPT/);
    }
  });

  it('finds no path with an empty part in the place of a parameter', async () => {
    for (const path of paths.filter((one) => one.endsWith('}'))) {
      const answer = await ask('PATCH', path.replaceAll(/\{\w+\}$/g, ''));
      expect(readProblem(answer).status).toBe(404);
    }
  });
});
