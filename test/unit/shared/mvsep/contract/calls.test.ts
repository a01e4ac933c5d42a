import { describe, expect, it } from 'vitest';
import { CALLS } from '../../../../../shared/mvsep/contract/calls.ts';
import { errorReply } from '../../../../../shared/mvsep/contract/error-reply.ts';
import { answersUnder } from '../../../../wire/answers.ts';

const STRICT = answersUnder('https://engine.example');

/** Name, method and path of every call, from the documentation page. */
const DOCUMENTED = [
  ['separation.create', 'POST', '/api/separation/create', 'form'],
  ['separation.get', 'GET', '/api/separation/get', 'query-for-mirror'],
  ['separation.getRemote', 'GET', '/api/separation/get-remote', 'none'],
  ['separation.cancel', 'POST', '/api/separation/cancel', 'form'],
  ['app.algorithms', 'GET', '/api/app/algorithms', 'none'],
  ['app.news', 'GET', '/api/app/news', 'none'],
  ['app.queue', 'GET', '/api/app/queue', 'optional-query'],
  ['app.demo', 'GET', '/api/app/demo', 'none'],
  ['app.login', 'POST', '/api/app/login', 'none'],
  ['app.register', 'POST', '/api/app/register', 'none'],
  ['app.user', 'GET', '/api/app/user', 'query'],
  ['app.separationHistory', 'GET', '/api/app/separation_history', 'query'],
  ['app.enablePremium', 'POST', '/api/app/enable_premium', 'form'],
  ['app.disablePremium', 'POST', '/api/app/disable_premium', 'form'],
  ['app.enableLongFilenames', 'POST', '/api/app/enable_long_filenames', 'form'],
  ['app.disableLongFilenames', 'POST', '/api/app/disable_long_filenames', 'form'],
  ['qualityChecker.queue', 'GET', '/api/quality_checker/queue', 'none'],
  ['qualityChecker.leaderboard', 'GET', '/api/quality_checker/leaderboard', 'none'],
  ['qualityChecker.add', 'POST', '/api/quality_checker/add', 'form'],
  ['qualityChecker.entry', 'GET', '/api/quality_checker/entry', 'none'],
  ['qualityChecker.delete', 'POST', '/api/quality_checker/delete', 'none'],
];

describe('the contract', () => {
  it('declares the 21 calls of the documentation', () => {
    expect(CALLS.map(({ name, method, path, token }) => [name, method, path, token])).toEqual(DOCUMENTED);
  });

  it('lets only calls be repeated that do no harm twice', () => {
    const once = CALLS.filter(({ repeatable }) => !repeatable);
    expect(once.map(({ name }) => name)).toEqual(['separation.create', 'app.register', 'qualityChecker.add']);
    for (const { ifLost } of once) expect(ifLost).toMatch(/^so the .+\.$/);
  });

  it('takes delete by GET as well', () => {
    const both = CALLS.filter(({ alsoMethod }) => alsoMethod !== undefined);
    expect(both.map(({ name, alsoMethod }) => [name, alsoMethod])).toEqual([
      ['qualityChecker.delete', 'GET'],
    ]);
  });

  it('refuses a wrong token with 400 on app and 401 elsewhere', () => {
    for (const { name, path, token, errors } of CALLS) {
      const status = errors.find(({ reason }) => reason === 'token')?.status;
      if (token === 'none' || token === 'optional-query') expect([name, status]).toEqual([name, undefined]);
      else expect([name, status]).toEqual([name, path.startsWith('/api/app/') ? 400 : 401]);
    }
  });

  it('limits the rate of every call', () => {
    for (const { errors } of CALLS) expect(errors.filter(({ status }) => status === 429)).toHaveLength(1);
  });
});

describe('the examples', () => {
  it.each(CALLS.map(({ path, examples }) => [path, examples] as const))(
    'of %s are answers that a client with static types reads',
    (path, examples) => {
      const [, decode] = Object.entries(STRICT).find(([one]) => `/api/${one}` === path) ?? [];
      for (const { reply } of examples) expect(() => decode?.(reply, path)).not.toThrow();
      expect(decode).toBeDefined();
    },
  );
});

describe.each(CALLS.map((call) => [call.name, call] as const))('%s', (_name, call) => {
  it('has examples that its own schemas accept, and whose reply the client reads', () => {
    expect(call.examples.length).toBeGreaterThan(0);
    for (const { params, reply } of call.examples) {
      expect(() => call.params.parse(params)).not.toThrow();
      expect(() => call.reply.parse(reply)).not.toThrow();
      const read: unknown = call.answer.parse(JSON.parse(JSON.stringify(reply)));
      expect(read).toBeDefined();
      expect(JSON.stringify(read)).not.toMatch(/"[a-z]+_[a-z_]+":(?!.*add_opt)/);
    }
  });

  it('has a strict reply: no unknown field, nothing missing', () => {
    for (const { reply } of call.examples) {
      const item: unknown = Array.isArray(reply) ? reply[0] : reply;
      if (typeof item !== 'object' || item === null) throw new Error('an example is no object');
      const as = (changed: object) =>
        call.reply.safeParse(Array.isArray(reply) ? [changed] : changed).success;
      expect(as({ ...item, surprise: 'x' })).toBe(false);
      for (const key of Object.keys(item).filter((one) => !one.startsWith('sdr_'))) {
        const { [key]: _left, ...rest } = Object.fromEntries(Object.entries(item));
        expect([key, as(rest)]).toEqual([key, false]);
        expect([key, as({ ...item, [key]: Symbol('of no type') })]).toEqual([key, false]);
      }
    }
  });

  it('never lets a refusal pass for an answer', () => {
    for (const { message, byField } of call.errors) {
      const body = { success: false, errors: [message], message: byField ?? message, data: { message } };
      expect(errorReply.safeParse(body).success).toBe(true);
      const read = call.answer.safeParse(body);
      // These say themselves that it did not work.
      if (['separation.create', 'separation.cancel'].includes(call.name)) {
        expect(read.data).toMatchObject(
          call.name === 'separation.create' ? { refused: true } : { cancelled: false },
        );
      } else if (call.name.startsWith('separation.')) {
        expect(read.data).toMatchObject({ kind: expect.stringMatching(/^not-/) });
      } else expect(read.success).toBe(false);
    }
  });
});
