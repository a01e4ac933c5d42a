import { beforeAll, describe, expect, it } from 'vitest';
import { formOf } from './form-of.ts';
import { pressButton } from './press-button.ts';
import { SHORT_SONG } from './short-songs.ts';
import { grant, openCustomer, type TestCustomer } from './test-customer.ts';
import type { TestEngine } from './test-engine.ts';
import { waitFor } from './wait-for.ts';

const form = (fields: Readonly<Record<string, string>>) => new URLSearchParams(fields);
const PASSWORD = 'ASDFQWEr123';

/** Opening an account and what its switches do, as somebody without any insight sees it. */
export function describeAccounts(use: () => { engine: TestEngine }): void {
  describe('an account', () => {
    let engine: TestEngine;
    beforeAll(() => {
      ({ engine } = use());
    });
    const register = (email: string, more: Readonly<Record<string, string>> = {}) =>
      form({ name: 'Ada', email, password: PASSWORD, password_confirmation: PASSWORD, ...more });
    const logIn = (email: string, password = PASSWORD) => ({ form: form({ email, password }) });
    const show = async ({ token }: TestCustomer) =>
      (await engine.wire.answer('app/user', { query: { api_token: token } })).data;

    it('opens when the button behind the link in its mail is pressed, not before', async () => {
      const email = 'ada@example.com';
      const { message } = await engine.wire.answer('app/register', { form: register(email) });
      expect(message).toContain(email);
      const link = engine.verificationLink(email);
      expect(link.startsWith(`${engine.url}/`)).toBe(true);
      const opened = await fetch(link);
      expect(opened.status).toBe(200);
      expect((await engine.wire.refusal('app/login', logIn(email))).status).toBe(400);
      const confirmed = await pressButton(link, await opened.text());
      expect([confirmed.status, await confirmed.text()]).toEqual([
        200,
        expect.stringContaining('is confirmed'),
      ]);
      const { data } = await engine.wire.answer('app/login', logIn('ADA@example.com'));
      expect(data).toMatchObject({
        email,
        premium_minutes: 0,
        premium_enabled: 0,
        long_filenames_enabled: 0,
      });
      const again = await engine.wire.answer('app/login', logIn(email));
      expect(again.data.api_token).toBe(data.api_token);
    });

    it('is refused with a list of sentences for each wrong field', async () => {
      const wrong = form({ name: '', email: 'nobody', password: 'short', password_confirmation: 'other' });
      const { status, byField } = await engine.wire.refusal('app/register', { form: wrong });
      expect(status).toBe(400);
      expect(Object.keys(byField ?? {}).toSorted()).toEqual(
        expect.arrayContaining(['email', 'name', 'password']),
      );
      const empty = await engine.wire.refusal('app/login', { form: form({}) });
      expect(empty.byField).toMatchObject({ password: ['The password field is required.'] });
      expect((await engine.wire.refusal('app/login', logIn('ada@example.com', 'wrong'))).byField).toBe(
        undefined,
      );
    });

    it('has premium and its rights while that is enabled, and only then', async () => {
      const customer = await openCustomer(engine, 'switches');
      await grant(engine, customer, 20);
      const create = (outputFormat: string) => ({
        form: formOf({
          api_token: customer.token,
          sep_type: '55',
          output_format: outputFormat,
          audiofile: SHORT_SONG,
        }),
      });
      expect((await engine.wire.refusal('separation/create', create('4'))).status).toBe(400);
      const token = { form: form({ api_token: customer.token }) };
      await engine.wire.answer('app/enable_premium', token);
      const paid = await engine.wire.answer('separation/create', create('4'));
      expect(await show(customer)).toMatchObject({ premium_enabled: 1, premium_minutes: 19 });
      await waitFor(engine.wire, paid.data.hash, 'done');
      await engine.wire.answer('app/disable_premium', token);
      const free = await engine.wire.answer('separation/create', create('1'));
      await waitFor(engine.wire, free.data.hash, 'done');
      expect(await show(customer)).toMatchObject({ premium_enabled: 0, premium_minutes: 19 });
      const { data } = await engine.wire.answer('app/separation_history', {
        query: { api_token: customer.token },
      });
      expect(data.map(({ hash, credits }) => [hash, credits])).toEqual([
        [free.data.hash, 0],
        [paid.data.hash, 1],
      ]);
      expect(data[0]).toMatchObject({ job_exists: true, time_left: 71 });
    });

    it('gets longer file names once it asks for them', async () => {
      const customer = await openCustomer(engine, 'names', 20);
      const separate = async () => {
        const fields = {
          api_token: customer.token,
          sep_type: '55',
          output_format: '1',
          audiofile: SHORT_SONG,
        };
        const { data } = await engine.wire.answer('separation/create', { form: formOf(fields) });
        return (await waitFor(engine.wire, data.hash, 'done')).data.files.map(({ download }) => download);
      };
      const short = await separate();
      await engine.wire.answer('app/enable_long_filenames', { form: form({ api_token: customer.token }) });
      const long = await separate();
      expect(long.length).toBe(short.length);
      expect(Math.min(...long.map((name) => name.length))).toBeGreaterThan(
        Math.max(...short.map((name) => name.length)),
      );
    });

    it('pays one credit for another mirror, and needs its token for that', async () => {
      const customer = await openCustomer(engine, 'mirror', 20);
      const fields = { api_token: customer.token, sep_type: '55', output_format: '1', audiofile: SHORT_SONG };
      const { data } = await engine.wire.answer('separation/create', { form: formOf(fields) });
      await waitFor(engine.wire, data.hash, 'done');
      const query = { hash: data.hash, mirror: '1' };
      expect([400, 401]).toContain((await engine.wire.refusal('separation/get', { query })).status);
      const answer = await engine.wire.answer('separation/get', {
        query: { ...query, api_token: customer.token },
      });
      expect(answer.status).toBe('done');
      expect((await show(customer)).premium_minutes).toBe(18);
    });
  });
}
