import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { deriveMethods } from '../../../../../shared/mvsep/client/derive-methods.ts';
import { createMvsepClient, type MvsepClient } from '../../../../../shared/mvsep/client/mvsep-client.ts';
import { defineCall } from '../../../../../shared/mvsep/contract/call.ts';
import { CALLS } from '../../../../../shared/mvsep/contract/calls.ts';
import { remoteHash } from '../../../../../shared/mvsep/contract/remote-hash.ts';
import { separationHash } from '../../../../../shared/mvsep/contract/separation-hash.ts';
import { json, useScriptedServer } from '../scripted-server.ts';

const TOKEN = 'SecretTokenSecretTokenSecretTo';
const HASH = separationHash.parse('20260812120000-0123456789-my-song.wav');
const REMOTE = remoteHash.parse('n2AwBjy4KsFZfqqR');
const ACCOUNT = {
  name: 'a',
  email: 'a@b.example',
  password: 'longenough',
  passwordConfirmation: 'longenough',
};
const ENTRY = { algoName: 'A', mainText: 'B', password: 'p' };

const MADE: Record<string, (mvsep: MvsepClient) => Promise<unknown>> = {
  'separation.create': ({ separation }) =>
    separation.create({ audio: { url: 'https://x/a.wav' }, separationType: 44, outputFormat: 1 }),
  'separation.get': ({ separation }) => separation.get(HASH),
  'separation.getRemote': ({ separation }) => separation.getRemote(REMOTE),
  'separation.cancel': ({ separation }) => separation.cancel(HASH),
  'app.algorithms': ({ app }) => app.algorithms(),
  'app.news': ({ app }) => app.news({ lang: 'en' }),
  'app.queue': ({ app }) => app.queue(),
  'app.demo': ({ app }) => app.demo({ start: 2, limit: 1 }),
  'app.login': ({ app }) => app.login({ email: 'a@b.example', password: 'p' }),
  'app.register': ({ app }) => app.register(ACCOUNT),
  'app.user': ({ app }) => app.user(),
  'app.separationHistory': ({ app }) => app.separationHistory({ start: 1 }),
  'app.enablePremium': ({ app }) => app.enablePremium(),
  'app.disablePremium': ({ app }) => app.disablePremium(),
  'app.enableLongFilenames': ({ app }) => app.enableLongFilenames(),
  'app.disableLongFilenames': ({ app }) => app.disableLongFilenames(),
  'qualityChecker.queue': ({ qualityChecker }) => qualityChecker.queue(),
  'qualityChecker.leaderboard': ({ qualityChecker }) =>
    qualityChecker.leaderboard({ datasetType: 1, algoNameFilter: 'x' }),
  'qualityChecker.add': ({ qualityChecker }) =>
    qualityChecker.add({ ...ENTRY, zip: { url: 'https://x/a.zip' } }),
  'qualityChecker.entry': ({ qualityChecker }) => qualityChecker.entry({ id: 7772 }),
  'qualityChecker.delete': ({ qualityChecker }) => qualityChecker.delete({ id: 7772, password: 'p' }),
};

const server = useScriptedServer();

function client() {
  return createMvsepClient({ baseUrl: server.url, token: async () => TOKEN });
}

/** What the server was asked: method, path and fields. */
function asked() {
  const [request] = server.seen;
  const url = new URL(request?.url ?? '/', server.url);
  const form = request?.method === 'POST' ? new URLSearchParams(request.body.toString()) : url.searchParams;
  return { method: request?.method, path: url.pathname, query: url.search, fields: Object.fromEntries(form) };
}

function made(name: string): Promise<unknown> {
  const call = MADE[name];
  if (call === undefined) throw new Error(`no test makes ${name}`);
  return call(client());
}

describe.each(CALLS.map((call) => [call.name, call] as const))('%s', (name, call) => {
  it('goes where the contract says, with the token where it belongs, and reads the example', async () => {
    server.answer(json(call.examples[0]?.reply));
    const answer = await made(name);
    const { method, path, query, fields } = asked();
    expect([method, path]).toEqual([call.method, call.path]);
    const wantsToken = !['none', 'query-for-mirror'].includes(call.token);
    expect(fields.api_token).toBe(wantsToken ? TOKEN : undefined);
    if (call.method === 'POST') expect(query).toBe('');
    // Nothing that the service calls by another name is handed on as it is.
    expect(Object.keys(Object(Array.isArray(answer) ? answer[0] : answer)).join()).not.toContain('_');
  });

  it('throws an error of the family for each documented refusal, and asks once', async () => {
    for (const { status, reason, message, byField } of call.errors) {
      server.seen.length = 0;
      const body = { success: false, errors: [message], message: byField ?? message, data: { message } };
      server.answer(json(body, status, status === 429 ? { 'retry-after': '12' } : {}));
      const error = await made(name).catch((thrown: unknown) => thrown);
      const busy = reason === 'rate' || /unprocessed|for today/.test(message);
      const expected = busy ? 'MvsepBusy' : reason === 'token' ? 'MvsepUnauthorized' : 'MvsepRejected';
      expect([status, message, error]).toMatchObject([status, message, { name: expected, charged: 'no' }]);
      if (reason === 'rate') expect(error).toMatchObject({ retryAfterSeconds: 12 });
      if (expected === 'MvsepRejected') expect(String(error)).toContain(message);
      expect(server.seen).toHaveLength(1);
    }
  });

  it('says what may have happened when the answer is lost', async () => {
    server.answer((response) => response.socket?.destroy());
    const error = await made(name).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: call.repeatable ? 'MvsepUnavailable' : 'MvsepAmbiguous' });
    if (call.ifLost !== undefined) expect(String(error)).toContain(call.ifLost);
    expect(String(error)).not.toContain(TOKEN);
  });
});

describe('the fields of calls', () => {
  it('leave in snake case, with defaults', async () => {
    server.answer(json({ data: [], dataset_type: '1', sortables: [], sort: 'x' }));
    expect(await made('qualityChecker.leaderboard')).toEqual({
      entries: [],
      datasetType: 1,
      sortables: [],
      sort: 'x',
    });
    expect(asked().fields).toEqual({ dataset_type: '1', start: '0', limit: '10', algo_name_filter: 'x' });
  });

  it('are checked before anything is sent', async () => {
    await expect(client().app.news({ lang: 'english' })).rejects.toThrow('two letters');
    await expect(client().qualityChecker.entry({ id: 0 })).rejects.toThrow('at least 1');
    expect(server.seen).toHaveLength(0);
  });

  it('ask for a mirror with the token, and hold the loss of its answer for a possible charge', async () => {
    server.answer(json({ success: true, status: 'processing' }));
    expect(await client().separation.get(HASH, { mirror: true })).toEqual({ kind: 'processing' });
    expect(asked().fields).toEqual({ hash: HASH, mirror: '1', api_token: TOKEN });
    server.answer((response) => response.socket?.destroy());
    await expect(client().separation.get(HASH, { mirror: true })).rejects.toMatchObject({
      name: 'MvsepAmbiguous',
      charged: 'maybe',
    });
  });

  it('ask for the queue without a token where none is configured', async () => {
    server.answer(json({ queue: { in_process: '1' }, current: { plan: 'unregistered', queue: 4 } }));
    expect(await createMvsepClient({ baseUrl: server.url }).app.queue()).toEqual({
      queue: { inProcess: 1 },
      plan: { plan: 'unregistered', queue: 4 },
      freeSeparations: undefined,
    });
    expect(asked().fields).toEqual({});
  });
});

describe('answers in other envelopes and with other types', () => {
  const item = { hash: HASH, job_exists: '1', credits: null, time_left: '-3', algorithm: [], extra: 1 };
  const history = { hash: HASH, jobExists: true, timeLeft: -3 };

  it.each([
    [{ success: 'true', data: [item] }],
    [{ success: 1, data: [item] }],
    [{ data: [item] }],
    [[item]],
  ])('a history as %j', async (body) => {
    server.answer(json(body));
    expect(await client().app.separationHistory()).toEqual([history]);
  });

  it('an account with numbers as text, without a queue, and with what nobody knows', async () => {
    const account = {
      api_token: TOKEN,
      premium_minutes: '54',
      premium_enabled: '1',
      long_filenames_enabled: false,
    };
    server.answer(
      json({ success: true, data: { ...account, name: null, is_admin: 0, current_queue: null } }),
    );
    expect(await client().app.user()).toEqual({
      apiToken: TOKEN,
      premiumMinutes: 54,
      premiumEnabled: true,
      longFilenamesEnabled: false,
      currentQueue: [],
    });
  });

  it('an entry of the quality checker, with its numbers apart', async () => {
    const entry = {
      id: '5',
      proc: '1',
      sdr_vocals: '9.25',
      sdr_other: -1000,
      sdr_odd: 'n/a',
      is_ensemble: '0',
    };
    for (const body of [{ success: true, data: entry }, entry]) {
      server.answer(json(body));
      expect(await client().qualityChecker.entry({ id: 5 })).toEqual({
        id: 5,
        proc: 1,
        isEnsemble: false,
        sdr: { vocals: 9.25, other: -1000 },
      });
    }
  });

  it.each([[{ success: false, message: { email: ['Taken.'] } }], [{ success: 'false', errors: ['Taken.'] }]])(
    'a refusal with status 200: %j',
    async (body) => {
      server.answer(json(body));
      for (const name of [
        'app.register',
        'app.login',
        'app.user',
        'app.news',
        'qualityChecker.leaderboard',
      ]) {
        await expect(made(name)).rejects.toMatchObject({
          name: 'MvsepRejected',
          message: expect.stringContaining('Taken.'),
        });
      }
    },
  );
});

describe('a call that is added to the contract', () => {
  it('is a method of the client at once', async () => {
    const ping = defineCall({
      name: 'app.pingTwice',
      method: 'POST',
      path: '/api/app/ping',
      token: 'form',
      repeatable: true,
      purpose: 'Answers what it is asked.',
      params: z.object({ first_word: z.string(), second_word: z.string().default('pong') }),
      reply: z.string(),
      answer: z.string(),
      errors: [],
      examples: [],
    });
    server.answer(json('hello'));
    const { app } = deriveMethods({ baseUrl: server.url, token: async () => TOKEN }, [ping]);
    expect((await app.pingTwice({ firstWord: 'ping' })).toUpperCase()).toBe('HELLO');
    expect(asked().fields).toEqual({ first_word: 'ping', second_word: 'pong', api_token: TOKEN });
  });
});
