import { describe, expect, it } from 'vitest';
import { showQueue } from '../../../functions/mvsep-api/show-queue/show-queue.ts';
import { showUser } from '../../../functions/mvsep-api/show-user/show-user.ts';
import { RequestBudgetSpent } from '../../../shared/errors/request-budget-spent.ts';
import { forward } from '../../../shared/mvsep-paths/forward.ts';
import { createForwardCached } from '../../../shared/mvsep-paths/forward-cached.ts';
import { cut, html, json } from '../shared/mvsep/scripted-server.ts';
import { ACCOUNT, ACCOUNT_TOKEN, KEY, keyHolder, NOBODY, usePathsWorld } from './paths-world.ts';

const world = usePathsWorld();
const service = () => world.acting.service;
const call = { method: 'GET', path: '/api/app/queue', fields: { start: '1' } } as const;
const asked = () => service().seen.map(({ method, url }) => `${method} ${url}`);
const refusalOf = (answering: Promise<unknown>) =>
  answering.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('a call that is sent on', () => {
  it('asks exactly what it says, and answers what the service says, refusals too', async () => {
    service().answer(json({ queue: 1 }), json({ success: false }, 400));
    const answer = await forward(world.forwardDeps(), call);
    expect(answer).toMatchObject({ statusCode: 200, body: '{"queue":1}' });
    expect((await forward(world.forwardDeps(), call)).statusCode).toBe(400);
    expect(asked()).toEqual(['GET /api/app/queue?start=1', 'GET /api/app/queue?start=1']);
  });

  it('sends a form once, with its files', async () => {
    service().answer(cut);
    const bytes = Buffer.from('a zip');
    const body = (async function* () {
      yield bytes;
    })();
    const files = [{ field: 'zipfile', fileName: 'a.zip', bytes: bytes.length, body }];
    const sent = forward(world.forwardDeps(), { ...call, method: 'POST', files });
    expect(await refusalOf(sent)).toMatchObject({
      status: 503,
      message: expect.stringContaining('look before you repeat'),
    });
    expect(service().seen).toHaveLength(1);
    expect(service().seen[0]?.body.toString()).toMatch(/name="start".*a zip/s);
  });

  it.each([
    ['an error page', html(500), 503],
    ['a page in place of JSON', html(200), 502],
    ['a text', json('text'), 502],
    ['a redirect', json({}, 302, { location: 'https://example.com' }), 503],
    ['nothing', cut, 503],
  ])('answers %s of the service as its failure', async (_, answer, status) => {
    service().answer(answer);
    expect(await refusalOf(forward(world.forwardDeps(), call))).toMatchObject({ status });
    expect(service().seen).toHaveLength(1);
  });

  it('tells the budget of a 429, and its caller how long to wait', async () => {
    const pauses: (number | undefined)[] = [];
    const pace = {
      beforeCall: async () => undefined,
      tooMany: async (seconds: number | undefined) => {
        pauses.push(seconds);
      },
    };
    service().answer(json({}, 429, { 'retry-after': '7' }));
    const refused = await refusalOf(forward({ ...world.forwardDeps(), pace }, call));
    expect(refused).toMatchObject({ status: 429, headers: { 'retry-after': '7' } });
    expect(pauses).toEqual([7]);
  });

  it('is refused without a place in the budget, and beyond the part of it that callers have', async () => {
    const retryAt = new Date(world.acting.deps().now().getTime() + 3_000);
    const pace = {
      beforeCall: () => Promise.reject(new RequestBudgetSpent(retryAt)),
      tooMany: async () => undefined,
    };
    expect(await refusalOf(forward({ ...world.forwardDeps(), pace }, call))).toMatchObject({
      status: 429,
      headers: { 'retry-after': '3' },
    });
    expect(await refusalOf(forward(world.forwardDeps(0), call))).toMatchObject({ status: 429 });
    expect(service().seen).toEqual([]);
  });

  it('says no token in its log when the service does not answer', async () => {
    const lines: unknown[] = [];
    const log = { ...world.acting.deps().log, warn: (...line: unknown[]) => lines.push(line) };
    service().answer(cut);
    const fields = { api_token: ACCOUNT_TOKEN };
    await refusalOf(forward({ ...world.forwardDeps(), log }, { ...call, fields }));
    expect(lines).toHaveLength(1);
    expect(JSON.stringify(lines)).not.toContain(ACCOUNT_TOKEN);
  });
});

describe('a call that everybody may make', () => {
  it('is remembered for its time, and a refusal is not', async () => {
    service().answer(json({ success: false }, 400), json([1]), json([2]));
    const cached = createForwardCached(world.forwardDeps());
    const news = { path: '/api/app/news', fields: { lang: 'en' } };
    expect((await cached(news, 60)).statusCode).toBe(400);
    expect(await cached(news, 60)).toMatchObject({
      body: '[1]',
      headers: { 'cache-control': 'public, max-age=60' },
    });
    world.acting.wait(20);
    expect(await cached(news, 60)).toMatchObject({
      body: '[1]',
      headers: { 'cache-control': 'public, max-age=40' },
    });
    expect((await cached({ ...news, fields: { lang: 'ru' } }, 60)).body).toBe('[2]');
    world.acting.wait(40);
    expect((await cached(news, 60)).body).toBe('[2]');
    expect(service().seen).toHaveLength(4);
  });

  it('is forgotten when others need its room, the oldest first', async () => {
    const long = json(['x'.repeat(4_900_000)]);
    service().answer(...Array.from({ length: 7 }, () => long));
    const cached = createForwardCached(world.forwardDeps());
    const ask = (lang: string) => cached({ path: '/api/app/news', fields: { lang } }, 60);
    for (const lang of ['a', 'b', 'c', 'd', 'a', 'e', 'd', 'b']) await ask(lang);
    expect(
      asked()
        .map((line) => line.at(-1))
        .join(''),
    ).toBe('abcde');
    await ask('a');
    expect(
      asked()
        .map((line) => line.at(-1))
        .join(''),
    ).toBe('abcdea');
  });
});

describe('calls about the account', () => {
  const deps = () => ({ ...world.deps(), ...world.forwardDeps(), accountToken: async () => ACCOUNT_TOKEN });
  const account = {
    name: 'Ada',
    email: 'ada@example.com',
    api_token: ACCOUNT_TOKEN,
    created_at: '2026-01-01 00:00:00',
    updated_at: '2026-01-01 00:00:00',
    premium_minutes: 54,
    premium_enabled: 1,
    long_filenames_enabled: 0,
    current_queue: [{ hash: 'of another' }],
    secret: 'new field',
  };
  const user = async (caller: typeof ACCOUNT) =>
    JSON.parse((await showUser(deps(), { params: {}, caller, files: {} })).body ?? '');

  it('show the account to itself, and to a key itself in its place', async () => {
    service().answer(json({ success: true, data: account }));
    const { data: hash } = await world.create({}, Buffer.from('a song of the studio'));
    expect((await user(ACCOUNT)).data).toEqual({ ...account, current_queue: [] });
    const { data } = await user(keyHolder());
    const { created_at, updated_at, premium_minutes, premium_enabled, long_filenames_enabled } = account;
    const shown = { created_at, updated_at, premium_minutes, premium_enabled, long_filenames_enabled };
    expect(data).toEqual({
      ...shown,
      name: 'studio',
      email: 'studio',
      api_token: KEY,
      current_queue: [expect.objectContaining({ hash: hash.hash })],
    });
    expect(asked().at(-1)).toBe(`GET /api/app/user?api_token=${ACCOUNT_TOKEN}`);
  });

  it('say when the service does not accept the account', async () => {
    service().answer(json({ success: false, message: 'Invalid token' }, 400));
    expect(await refusalOf(user(keyHolder()))).toMatchObject({
      status: 502,
      message: expect.stringContaining('Tell its operator'),
    });
  });

  it('ask for the queue of the account’s plan for a key, and as nobody without one', async () => {
    service().answer(json({ queue: {} }));
    await showQueue(deps(), { caller: keyHolder() });
    await showQueue(deps(), { caller: NOBODY });
    expect(asked()).toEqual([`GET /api/app/queue?api_token=${ACCOUNT_TOKEN}`, 'GET /api/app/queue']);
  });
});
