import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { CallRefusal } from '../../../../shared/errors/call-refusal.ts';
import { wireFields } from '../../../../shared/mvsep/contract/wire-fields.ts';
import { answerCall } from '../../../../shared/mvsep/server/answer-call.ts';
import type { AnsweredCall } from '../../../../shared/mvsep/server/answered-call.ts';
import type { CallHandler } from '../../../../shared/mvsep/server/call-handler.ts';
import { sampleAccount } from '../accounts/sample-account.ts';
import { apiEvent, multipartBody } from '../form-event.ts';
import { type KeyedTables, startKeyedTables } from '../keyed-tables.ts';
import { lambdaContext } from '../lambda-context.ts';
import { OWNER_TOKEN, testFrame } from './test-frame.ts';

const TOKEN = 'A'.repeat(30);

const call: AnsweredCall<z.ZodObject<{ count: z.ZodType<number>; text: z.ZodType<string | undefined> }>> = {
  name: 'app.test',
  path: '/api/app/test',
  token: 'none',
  params: z.object({ count: wireFields.integer(0, 20, 10), text: wireFields.text(100) }),
  files: [{ name: 'audiofile', about: 'a song', required: false }],
  errors: [],
  reply: z.unknown(),
};

let tables: KeyedTables;
beforeAll(async () => {
  tables = await startKeyedTables();
});
afterAll(() => tables.stop());

async function ask(handler: CallHandler, parts: Parameters<typeof apiEvent>[0]) {
  const { statusCode, headers, body } = await handler(apiEvent(parts), lambdaContext);
  return { statusCode, headers, body: JSON.parse(body ?? '') };
}

/** Answers what it was asked. */
async function echo({ params, caller, files }: { params: unknown; caller: unknown; files: unknown }) {
  return { success: true, params, caller, files };
}

describe('answerCall reads fields', () => {
  it('of a GET from the query: empty is absent, the last of two counts, unknown ones are ignored', async () => {
    const { frame } = await testFrame(tables);
    const handler = answerCall(call, frame, echo);
    const event = apiEvent({});
    event.rawQueryString = 'count=3&count=7&text=&other=x&api_token=whatever';
    const { body } = await handler(event, lambdaContext);
    expect(JSON.parse(body ?? '')).toMatchObject({ success: true, params: { count: 7 } });
    expect(body).not.toContain('whatever');
  });

  it('of a POST from the form alone, with the files that the call names', async () => {
    const { frame } = await testFrame(tables);
    const form = multipartBody([
      ['audiofile', { name: 'A söng 🎵.wav', bytes: Buffer.from('x') }],
      ['other', { name: 'y.wav', bytes: Buffer.from('y') }],
      ['text', 'größer'],
      ['text', 'größte'],
    ]);
    let seen: unknown;
    const handler = answerCall(call, frame, async (request) => {
      seen = request;
      return {};
    });
    await handler(apiEvent({ ...form, query: { count: '3' } }), lambdaContext);
    expect(seen).toMatchObject({
      params: { count: 10, text: 'größte' },
      files: { audiofile: { name: 'A söng 🎵.wav', bytes: Buffer.from('x') } },
    });
  });

  it('of a POST without a body as none at all', async () => {
    const { frame } = await testFrame(tables);
    const { statusCode, body } = await ask(answerCall(call, frame, echo), { method: 'POST' });
    expect(statusCode).toBe(200);
    expect(body.params).toEqual({ count: 10 });
  });

  it('and refuses wrong ones in a sentence that names the field and not what was sent', async () => {
    const { frame } = await testFrame(tables);
    const { statusCode, body } = await ask(answerCall(call, frame, echo), { query: { count: 'secret' } });
    expect(statusCode).toBe(400);
    expect(body.message).toBe('The count field must be a number.');
    expect(body).toEqual({
      success: false,
      errors: [body.message],
      message: body.message,
      data: { message: body.message },
    });
    const over = await ask(answerCall(call, frame, echo), { query: { count: '21' } });
    expect(over.body.message).toBe('The count field must be at most 20.');
  });

  it('and words what is wrong as the call does', async () => {
    const { frame } = await testFrame(tables);
    const sentences = { count: 'Seperation type is not set' };
    const handler = answerCall(call, frame, echo, { sentences });
    expect((await ask(handler, { query: { count: 'x' } })).body.message).toBe(sentences.count);
  });

  it('and requires the files that a call cannot do without', async () => {
    const { frame } = await testFrame(tables);
    const files = [{ name: 'zipfile', about: 'stems', required: true }];
    const handler = answerCall({ ...call, files }, frame, echo);
    const { statusCode, body } = await ask(handler, { method: 'POST' });
    expect([statusCode, body.message]).toEqual([400, 'The file zipfile is required.']);
  });

  it('and answers by field where the documented errors do', async () => {
    const { frame } = await testFrame(tables);
    const params = z.object({ email: z.string(), password: z.string().min(1) });
    const errors = [{ status: 400, reason: 'invalid', when: 'x', message: 'x', byField: {} }] as const;
    const handler = answerCall({ ...call, params, errors }, frame, echo);
    const { body } = await ask(handler, { method: 'POST' });
    expect(body).toEqual({
      success: false,
      message: { email: ['The email field is required.'], password: ['The password field is required.'] },
      errors: ['The email field is required.', 'The password field is required.'],
      data: { message: 'The email field is required.' },
    });
  });
});

describe('answerCall finds the caller', () => {
  async function withAccount() {
    const made = await testFrame(tables);
    await made.accounts.create(sampleAccount(), TOKEN);
    return made;
  }

  it('by a token in the query of a GET and in the form of a POST', async () => {
    const { frame } = await withAccount();
    const handler = answerCall({ ...call, token: 'query' }, frame, echo);
    const { body } = await ask(handler, { query: { api_token: TOKEN } });
    expect(body.caller).toMatchObject({ kind: 'account', account: { email: 'ada@example.com' } });
    const posted = await ask(answerCall({ ...call, token: 'form' }, frame, echo), {
      contentType: 'application/x-www-form-urlencoded',
      body: `api_token=${TOKEN}`,
    });
    expect(posted.body.caller.account.id).toBe('0123456789abcdef0123');
  });

  it('and refuses a missing, malformed or unknown token: 400 on app, 401 elsewhere, or as documented', async () => {
    const { frame } = await withAccount();
    const onApp = answerCall({ ...call, token: 'query' }, frame, echo);
    const elsewhere = answerCall({ ...call, token: 'query', path: '/api/separation/test' }, frame, echo);
    const errors = [{ status: 401, reason: 'token', when: 'x', message: 'x' }] as const;
    const documented = answerCall({ ...call, token: 'query', errors }, frame, echo);
    for (const query of [{}, { api_token: ' ../"%' }, { api_token: 'B'.repeat(30) }]) {
      const { statusCode, body } = await ask(onApp, { query });
      expect(statusCode).toBe(400);
      expect(body.message).toMatch(/^User with this invalid token was not found/);
      expect((await ask(elsewhere, { query })).statusCode).toBe(401);
      expect((await ask(documented, { query })).statusCode).toBe(401);
    }
  });

  it('takes an optional token, and refuses a wrong one', async () => {
    const { frame } = await withAccount();
    for (const handler of [
      answerCall({ ...call, token: 'optional-query' }, frame, echo),
      answerCall({ ...call, token: 'query' }, frame, echo, { mayBeAnonymous: true }),
    ]) {
      expect((await ask(handler, {})).body.caller).toEqual({ kind: 'anonymous', address: '1.1.1.1' });
      expect((await ask(handler, { query: { api_token: TOKEN } })).body.caller.kind).toBe('account');
      expect((await ask(handler, { query: { api_token: 'C'.repeat(30) } })).statusCode).toBe(400);
    }
  });

  it('asks for a token only with mirror=1 where that costs a credit', async () => {
    const { frame } = await withAccount();
    const handler = answerCall({ ...call, token: 'query-for-mirror' }, frame, echo);
    expect((await ask(handler, { query: { mirror: '0', api_token: 'x' } })).body.caller.kind).toBe(
      'anonymous',
    );
    expect((await ask(handler, { query: { mirror: '1' } })).statusCode).toBe(400);
    expect((await ask(handler, { query: { mirror: '1', api_token: TOKEN } })).body.caller.kind).toBe(
      'account',
    );
  });

  it("opens the owner's account once, however many calls come first", async () => {
    const { frame, accountsTable } = await testFrame(tables);
    const handler = answerCall({ ...call, token: 'query' }, frame, echo);
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => ask(handler, { query: { api_token: OWNER_TOKEN } })),
    );
    for (const { body } of answers) {
      expect(body.caller.account).toMatchObject({
        id: 'owner',
        balance: 1_000_000_000,
        premiumEnabled: true,
      });
    }
    const items = await tables.items(accountsTable);
    expect(items.map(({ sk }) => String(sk).split('#')[0]).sort()).toEqual(['LEDGER', 'PROFILE']);
    expect(JSON.stringify(items)).not.toContain(OWNER_TOKEN);
  });
});

describe('answerCall counts calls', () => {
  it('allows exactly as many a minute as it says, by address, and begins anew with the next minute', async () => {
    const { frame, clock } = await testFrame(tables, { limit: 5 });
    const handler = answerCall(call, frame, echo);
    const answers = await Promise.all(Array.from({ length: 9 }, () => ask(handler, {})));
    const remaining = (wanted: number) =>
      answers
        .filter(({ statusCode }) => statusCode === wanted)
        .map(({ headers }) => headers?.['x-ratelimit-remaining'])
        .sort();
    expect(remaining(200)).toEqual(['0', '1', '2', '3', '4']);
    expect(remaining(429)).toEqual(['0', '0', '0', '0']);
    const refused = answers.find(({ statusCode }) => statusCode === 429);
    expect(refused?.headers).toMatchObject({ 'x-ratelimit-limit': '5', 'retry-after': '30' });
    expect(refused?.body.message).toContain('30 seconds');
    clock.now = new Date('2026-08-12T12:00:59.999Z');
    expect((await ask(handler, {})).headers?.['retry-after']).toBe('1');
    clock.now = new Date('2026-08-12T12:01:00.000Z');
    expect((await ask(handler, {})).headers?.['x-ratelimit-remaining']).toBe('4');
  });

  it('apart for each address behind CloudFront, whatever a viewer claims to be', async () => {
    const { frame } = await testFrame(tables, { limit: 1 });
    const handler = answerCall(call, frame, echo);
    const from = async (forwarded: string) =>
      (await ask(handler, { headers: { 'x-forwarded-for': forwarded } })).statusCode;
    expect(await from('203.0.113.1, 130.176.0.1')).toBe(200);
    expect(await from('203.0.113.2, 130.176.0.1')).toBe(200);
    expect(await from('9.9.9.9, 203.0.113.2, 130.176.0.2')).toBe(429);
  });

  it('apart for each account, and never refuses the owner', async () => {
    const { frame, accounts } = await testFrame(tables, { limit: 1 });
    await accounts.create(sampleAccount(), TOKEN);
    const handler = answerCall({ ...call, token: 'query' }, frame, echo);
    const status = async (api_token: string) => (await ask(handler, { query: { api_token } })).statusCode;
    expect([await status(TOKEN), await status(TOKEN)]).toEqual([200, 429]);
    expect([await status(OWNER_TOKEN), await status(OWNER_TOKEN)]).toEqual([200, 200]);
  });

  it('that it refuses, too', async () => {
    const { frame } = await testFrame(tables, { limit: 2 });
    const handler = answerCall({ ...call, token: 'form' }, frame, echo);
    const json = { contentType: 'application/json', body: '{}' };
    const codes = [];
    for (let i = 0; i < 3; i++) codes.push((await ask(handler, json)).statusCode);
    expect(codes).toEqual([400, 400, 429]);
  });

  it('and goes on when counting fails', async () => {
    const { frame, log } = await testFrame(tables);
    const calls = { count: () => Promise.reject(new Error('throttled')) };
    const handler = answerCall(call, { ...frame, calls }, echo);
    expect((await ask(handler, {})).statusCode).toBe(200);
    expect(log.error).toHaveBeenCalledOnce();
  });

  it('in items that expire', async () => {
    const { frame, callersTable } = await testFrame(tables);
    await answerCall(call, frame, echo)(apiEvent({}), lambdaContext);
    const end = Date.parse('2026-08-12T12:01:00Z') / 1000;
    expect(await tables.items(callersTable)).toEqual([
      { pk: 'ADDRESS#1.1.1.1', sk: 'SINCE#2026-08-12T12:00:00.000Z', calls: 1, expiresAt: end + 120 },
    ]);
  });
});

describe('answerCall answers errors', () => {
  const failing = (error: Error) => async () => {
    throw error;
  };

  it('with their headers and the limits', async () => {
    const { frame } = await testFrame(tables);
    const refusal = new CallRefusal(405, 'Use POST.', { headers: { allow: 'POST' } });
    const { statusCode, headers } = await ask(answerCall(call, frame, failing(refusal)), {});
    expect(statusCode).toBe(405);
    expect(headers).toMatchObject({
      allow: 'POST',
      'x-ratelimit-limit': '1000',
      'content-type': 'application/json',
      'cache-control': 'no-store',
    });
  });

  it('says nothing of its inside when it fails, but logs it', async () => {
    const { frame, log } = await testFrame(tables);
    const error = new Error('table engine-x is throttled');
    const { statusCode, body } = await ask(answerCall(call, frame, failing(error)), {});
    expect(statusCode).toBe(500);
    expect(JSON.stringify(body)).not.toContain('engine-x');
    expect(log.error).toHaveBeenCalledWith(expect.any(String), { error });
  });

  it('names a status on get and get-remote', async () => {
    const { frame } = await testFrame(tables);
    const get = { ...call, name: 'separation.get' };
    const wrong = await ask(answerCall(get, frame, echo), { query: { count: '-1' } });
    expect(wrong.body.status).toBe('not_found');
    for (const error of [new Error('x'), new CallRefusal(400, 'Too few credits for the mirror.')]) {
      const failed = await ask(answerCall(get, frame, failing(error)), {});
      expect(failed.body.status).toBe('unavailable');
    }
  });
});
