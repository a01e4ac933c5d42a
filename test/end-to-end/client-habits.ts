import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { multipartBody, sendRaw } from '../wire/raw-request.ts';
import { formOf } from './form-of.ts';
import type { OutsideServer } from './outside-server.ts';
import { SHORT_SONG } from './short-songs.ts';
import { openCustomer, type TestCustomer } from './test-customer.ts';
import type { TestEngine } from './test-engine.ts';
import { waitFor, waitForRemote } from './wait-for.ts';

const text = (value: string) => Buffer.from(value);

/** What programs that were written for mvsep.com do, and must be able to go on doing. */
export function describeClientHabits(use: () => { engine: TestEngine; outside: OutsideServer }): void {
  describe('the habits of existing clients', () => {
    let engine: TestEngine;
    let outside: OutsideServer;
    let customer: TestCustomer;
    beforeAll(async () => {
      ({ engine, outside } = use());
      customer = await openCustomer(engine, 'habits', 1_000);
    });

    const wanted = () => ({ api_token: customer.token, sep_type: '55', output_format: '1' });
    const createRaw = async (body: ReturnType<typeof multipartBody>) => {
      const request = { method: 'POST', path: '/api/separation/create', query: [], body };
      const { status, text: answer } = await sendRaw(engine.url, request);
      return engine.wire.read('separation/create', status, answer);
    };

    it('a link in an urlencoded form, get-remote, get, and a download that is resumed', async () => {
      outside.files.set('/My%20Linked%20Song.wav', SHORT_SONG);
      const url = `${outside.url}/My%20Linked%20Song.wav`;
      const form = new URLSearchParams({ ...wanted(), url, remote_type: 'direct' });
      const created = await engine.wire.answer('separation/create', { form });
      expect(created.data.hash).toMatch(/^[A-Za-z0-9]{16}$/);
      const hash = await waitForRemote(engine.wire, created.data.hash);
      expect(hash).toMatch(/-my-linked-song\.wav$/);
      const { data } = await waitFor(engine.wire, hash, 'done');
      const [file] = data.files;
      if (file === undefined) throw new Error('There is no file.');
      const start = await fetch(file.url, { headers: { range: 'bytes=0-999' } });
      const rest = await fetch(file.url, { headers: { range: 'bytes=1000-' } });
      expect([start.status, rest.status]).toEqual([206, 206]);
      expect((await start.arrayBuffer()).byteLength + (await rest.arrayBuffer()).byteLength).toBe(file.bytes);
    });

    it('the file first, its part without a content type, numbers as text, and options that are empty', async () => {
      const got = await createRaw(
        multipartBody([
          { name: 'audiofile', value: SHORT_SONG, fileName: 'שיר קצר (live).wav' },
          ...Object.entries({ ...wanted(), is_demo: '0', add_opt1: '', add_opt2: '', add_opt3: '' }).map(
            ([name, value]) => ({ name, value: text(value) }),
          ),
        ]),
      );
      if (!('answer' in got)) throw new Error(`It was refused: ${got.refusal.message}`);
      const { data } = await waitFor(engine.wire, got.answer.data.hash, 'done');
      expect(data.files.map(({ type }) => type)).not.toEqual([]);
      expect(data.hash).toMatch(/^\d{14}-[0-9a-f]{10}-[a-z0-9-]+\.wav$/);
    });

    it('the link of create, opened as it is', async () => {
      const form = formOf({ audiofile: SHORT_SONG, ...wanted() });
      const { data } = await engine.wire.answer('separation/create', { form });
      const answer = await fetch(data.link);
      const got = engine.wire.read('separation/get', answer.status, await answer.text());
      expect('answer' in got && got.answer.success).toBe(true);
      await waitFor(engine.wire, data.hash, 'done');
    });

    it('the short hash asked of get: not found, and no failure', async () => {
      outside.files.set('/polled.wav', SHORT_SONG);
      const form = new URLSearchParams({ ...wanted(), url: `${outside.url}/polled.wav` });
      const { data } = await engine.wire.answer('separation/create', { form });
      const answer = await engine.wire.answer('separation/get', { query: { hash: data.hash } });
      expect(answer.status).toBe('not_found');
    });

    it('a form object of another library as the text "[object FormData]": 400 or 401, in JSON', async () => {
      const response = await fetch(`${engine.url}/api/separation/create`, {
        method: 'POST',
        body: '[object FormData]',
      });
      expect([400, 401]).toContain(response.status);
      const got = engine.wire.read('separation/create', response.status, await response.text());
      expect('refusal' in got).toBe(true);
    });

    it('the error in errors[0], in message, or in data.message', async () => {
      const form = new URLSearchParams({
        ...wanted(),
        api_token: 'x'.repeat(30),
        url: 'https://example.com/',
      });
      const refused = await engine.wire.refusal('separation/create', { form });
      expect(refused).toMatchObject({ status: 401, message: expect.stringMatching(/invalid token/i) });
    });

    it('a webhook that is read as the answer of get with the hash on top', async () => {
      const before = outside.posts.length;
      const form = formOf({ ...wanted(), webhook_url: `${outside.url}/hook`, audiofile: SHORT_SONG });
      const { data } = await engine.wire.answer('separation/create', { form });
      await waitFor(engine.wire, data.hash, 'done');
      await expect.poll(() => outside.posts.length, { timeout: 20_000 }).toBeGreaterThan(before);
      const posted: unknown = JSON.parse(outside.posts[before]?.body ?? '');
      const { hash, ...body } = Object(posted);
      expect(hash).toBe(data.hash);
      const got = engine.wire.read('separation/get', 200, JSON.stringify(body));
      expect('answer' in got && got.answer.status).toBe('done');
    });

    it.each(['separation/delete', 'app/queue/summary'])(
      'calls that are on no page: %s is 404 in JSON',
      async (path) => {
        for (const method of ['GET', 'POST']) {
          const response = await fetch(`${engine.url}/api/${path}`, { method });
          expect(response.status).toBe(404);
          expect(await response.json()).toMatchObject({ success: false, message: expect.any(String) });
        }
      },
    );

    it('the scopes of the algorithms as one list, and the first field of the first of them', async () => {
      const query = { scopes: 'single_upload,no_upload,matchering_upload' };
      const all = await engine.wire.answer('app/algorithms', { query });
      expect(all.length).toBeGreaterThan(100);
      expect(all[0]?.algorithm_fields[0]?.options).toBeTypeOf('object');
      const usual = await engine.wire.answer('app/algorithms');
      expect(new Set(usual.map(({ audio_widget }) => audio_widget))).toEqual(new Set(['single_upload']));
    });

    afterAll(async () => {
      const { data } = await engine.wire.answer('app/user', { query: { api_token: customer.token } });
      expect(data.current_queue).toEqual([]);
    });
  });
}
