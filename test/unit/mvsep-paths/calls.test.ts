import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accountCalls } from '../../../functions/mvsep-api/forward-account-call/account-calls.ts';
import { forwardedCalls } from '../../../functions/mvsep-api/forward-call/forwarded-calls.ts';
import { refuseCall } from '../../../functions/mvsep-api/refuse-call/refuse-call.ts';
import { ownerName } from '../../../shared/callers/caller.ts';
import { issueKey } from '../../../shared/callers/issue-key.ts';
import { revokeKey } from '../../../shared/callers/revoke-key.ts';
import { CallCounter } from '../../../shared/http/call-counter.ts';
import type { CallHandler } from '../../../shared/mvsep/server/call-handler.ts';
import { findPathsCaller } from '../../../shared/mvsep-paths/find-paths-caller.ts';
import { createForwardCached } from '../../../shared/mvsep-paths/forward-cached.ts';
import { apiEvent, multipartBody } from '../engine/form-event.ts';
import { type KeyedTables, startKeyedTables } from '../engine/keyed-tables.ts';
import { lambdaContext } from '../engine/lambda-context.ts';
import { json } from '../shared/mvsep/scripted-server.ts';
import { ACCOUNT_TOKEN, usePathsWorld } from './paths-world.ts';

const world = usePathsWorld();
let tables: KeyedTables;
let callers: { readonly documents: KeyedTables['documents']; readonly tableName: string };
let key = '';
let revoked = '';
beforeAll(async () => {
  tables = await startKeyedTables();
  callers = { documents: tables.documents, tableName: await tables.empty() };
  const order = { owner: ownerName.parse('studio'), scope: 'write', sees: 'own' } as const;
  ({ key } = await issueKey(callers, order, new Date()));
  const { key: old, issued } = await issueKey(callers, order, new Date());
  await revokeKey(callers, issued.keyId, new Date());
  revoked = old;
});
afterAll(() => tables.stop());

const find = () => findPathsCaller({ callers, accountToken: async () => ACCOUNT_TOKEN });
const frame = (limit = 100) => ({
  log: world.acting.deps().log,
  calls: new CallCounter(callers.documents, callers.tableName, { calls: limit, windowSeconds: 60 }),
  findAccount: find(),
  countOf: ({ keyId }: { readonly keyId: string }) => ({ who: `CALLS#${keyId}`, isUnlimited: false }),
  addressOf: () => '203.0.113.9',
  now: world.acting.deps().now,
});

async function ask(handler: CallHandler, rawPath: string, event: APIGatewayProxyEventV2) {
  const { statusCode, headers, body = '' } = await handler({ ...event, rawPath }, lambdaContext);
  return { statusCode, headers, body: JSON.parse(body) };
}
const form = (fields: Readonly<Record<string, string>>) =>
  apiEvent({
    contentType: 'application/x-www-form-urlencoded',
    body: new URLSearchParams(fields).toString(),
  });

describe('who shows an api_token', () => {
  it('is the account by its own token, and a caller by a key', async () => {
    expect(await find()(` ${ACCOUNT_TOKEN}`)).toMatchObject({
      isAccount: true,
      owner: 'account',
      sees: 'all',
    });
    expect(await find()(key)).toMatchObject({ isAccount: false, owner: 'studio', token: key });
  });

  it('is nobody by a revoked key, by an unknown one, and by what is none', async () => {
    for (const token of [revoked, 'x'.repeat(30), '', 'ü', `${ACCOUNT_TOKEN}x`]) {
      expect(await find()(token)).toBeUndefined();
    }
  });
});

describe('calls that change the account', () => {
  const handler = () => accountCalls(frame(), world.forwardDeps());

  it('are sent on for its own token', async () => {
    world.acting.service.answer(json({ success: true, message: 'successfully enabled' }));
    const answer = await ask(handler(), '/api/app/enable_premium', form({ api_token: ACCOUNT_TOKEN }));
    expect(answer).toMatchObject({ statusCode: 200, headers: { 'x-ratelimit-limit': '100' } });
    const [seen] = world.acting.service.seen;
    expect(`${seen?.method} ${seen?.url} ${seen?.body}`).toBe(
      `POST /api/app/enable_premium api_token=${ACCOUNT_TOKEN}`,
    );
  });

  it('carry the zip of the quality checker', async () => {
    world.acting.service.answer(json({ success: true, data: {} }));
    const { contentType, body } = multipartBody([
      ['api_token', ACCOUNT_TOKEN],
      ['algo_name', 'A'],
      ['main_text', 'B'],
      ['password', 'C'],
      ['zipfile', { name: 'a.zip', bytes: Buffer.from('the bytes of a zip') }],
    ]);
    const answer = await ask(handler(), '/api/quality_checker/add', apiEvent({ contentType, body }));
    expect(answer.statusCode).toBe(200);
    expect(String(world.acting.service.seen[0]?.body)).toMatch(/filename="a\.zip".*the bytes of a zip/s);
  });

  it.each([
    ['/api/app/disable_premium', 400],
    ['/api/quality_checker/delete', 401],
  ])('are refused without a token, and for a key: %s', async (path, status) => {
    const fields = { id: '1', password: 'p' };
    expect((await ask(handler(), path, form(fields))).statusCode).toBe(status);
    const wrong = await ask(handler(), path, form({ ...fields, api_token: revoked }));
    expect(wrong).toMatchObject({
      statusCode: status,
      body: { success: false, message: expect.stringContaining('invalid token') },
    });
    const refused = await ask(handler(), path, form({ ...fields, api_token: key }));
    expect(refused).toMatchObject({
      statusCode: 400,
      body: { message: expect.stringContaining('account of this server as a whole') },
    });
    expect(world.acting.service.seen).toEqual([]);
  });
});

describe('calls that everybody may make', () => {
  const handler = (limit?: number) => forwardedCalls(frame(limit), createForwardCached(world.forwardDeps()));

  it('reach the service with the fields of the contract alone, and no token', async () => {
    world.acting.service.answer(json([]));
    const query = { lang: 'en', start: '1', limit: '500', api_token: key, more: 'x' };
    expect((await ask(handler(), '/api/app/news', apiEvent({ query }))).statusCode).toBe(200);
    expect(world.acting.service.seen.map(({ url }) => url)).toEqual([
      '/api/app/news?lang=en&start=1&limit=20',
    ]);
  });

  it('are refused with a wrong field, and to whoever calls too often', async () => {
    const wrong = apiEvent({ query: { start: '-1' } });
    expect((await ask(handler(), '/api/app/demo', wrong)).statusCode).toBe(400);
    world.acting.wait(600);
    const busy = handler(1);
    world.acting.service.answer(json([]));
    await ask(busy, '/api/app/demo', apiEvent({}));
    expect(await ask(busy, '/api/app/demo', apiEvent({}))).toMatchObject({
      statusCode: 429,
      headers: { 'retry-after': expect.any(String), 'x-ratelimit-remaining': '0' },
    });
  });
});

describe('what these paths do not do', () => {
  const refused = (rawPath: string, method: string) => {
    const { statusCode, headers, body = '' } = refuseCall({ ...apiEvent({ method }), rawPath });
    return { statusCode, headers, body: JSON.parse(body) };
  };

  it.each([
    ['/api/app/queue/summary', 'GET', 404],
    ['/api/separation/delete', 'POST', 404],
    ['/api/app/register', 'GET', 405],
    ['/api/separation/get', 'POST', 405],
    ['/api/app/login', 'POST', 400],
    ['/api/app/register', 'POST', 400],
  ])('is refused as the service refuses: %s %s', (path, method, status) => {
    const { statusCode, body } = refused(path, method);
    expect(statusCode).toBe(status);
    expect(body).toEqual({
      success: false,
      errors: [body.message],
      message: expect.any(String),
      data: { message: body.message },
    });
  });

  it('says to a browser that asks by OPTIONS what an address takes, and nothing of one that there is not', () => {
    const rawPath = '/api/separation/get';
    const { statusCode, headers, body } = refuseCall({ ...apiEvent({ method: 'OPTIONS' }), rawPath });
    expect([statusCode, headers?.allow, body]).toEqual([204, 'GET, HEAD', undefined]);
    expect(refused('/api/separation/delete', 'OPTIONS').statusCode).toBe(404);
  });

  it('names the methods that an address takes', () => {
    expect(refused('/api/separation/get', 'PUT').headers).toMatchObject({ allow: 'GET, HEAD' });
  });
});
