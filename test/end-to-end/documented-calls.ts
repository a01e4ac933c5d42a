import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { output } from '../../infra/start/output.ts';
import { Publications } from '../../shared/engine/publications/publications.ts';
import type { AnswerOf, CallPath } from '../wire/answers.ts';
import { DOCUMENTED_LINES } from '../wire/documented-lines.ts';
import { hasCurl, runCurl } from '../wire/run-curl.ts';
import { formOf } from './form-of.ts';
import { holdSlots } from './hold-slots.ts';
import type { OutsideServer } from './outside-server.ts';
import { SHORT_SONG } from './short-songs.ts';
import { openCustomer, type TestCustomer } from './test-customer.ts';
import type { TestEngine } from './test-engine.ts';
import { waitFor, waitForRemote } from './wait-for.ts';

/** Every line of the documentation page, run by the real curl; only the base URL and the placeholders are changed. */
export function describeDocumentedCalls(use: () => { engine: TestEngine; outside: OutsideServer }): void {
  describe.skipIf(!hasCurl)('the curl lines of the documentation page', () => {
    const folder = mkdtempSync(join(tmpdir(), 'curl-lines-'));
    const zip = join(folder, 'zipfile');
    writeFileSync(zip, 'not a zip at all');
    let engine: TestEngine;
    let outside: OutsideServer;
    let customer: TestCustomer;
    beforeAll(async () => {
      ({ engine, outside } = use());
      customer = await openCustomer(engine, 'curl', 1_000);
    });

    async function curl<Path extends CallPath>(path: Path, changes: Readonly<Record<string, string>> = {}) {
      const { status, text } = await runCurl(DOCUMENTED_LINES[path], {
        'https://mvsep.com': engine.url,
        '<אסימון ה-API שלך>': customer.token,
        '<דוא"ל של המשתמש>': customer.email,
        '<סיסמת המשתמש>': customer.password,
        '/path/to/file.mp3': 'test/fixtures/formats/song.mp3',
        '/path/to/zipfile': zip,
        ...changes,
      });
      return engine.wire.read(path, status, text);
    }

    /** What a line gets that has to succeed. */
    async function answer<Path extends CallPath>(path: Path, changes?: Readonly<Record<string, string>>) {
      const got = await curl(path, changes);
      if ('answer' in got) return got.answer;
      throw new Error(`${path} was refused with ${got.status}: ${got.refusal.message}`);
    }

    async function refusal(path: CallPath, changes?: Readonly<Record<string, string>>) {
      const got = await curl(path, changes);
      if ('refusal' in got) return { status: got.status, ...got.refusal };
      throw new Error(`${path} was not refused: ${JSON.stringify(got.answer)}`);
    }

    const create = async (fields: Readonly<Record<string, string | Uint8Array>>) => {
      const form = formOf({ api_token: customer.token, sep_type: '55', output_format: '1', ...fields });
      return (await engine.wire.answer('separation/create', { form })).data.hash;
    };

    it('POST separation/create takes the form, and says which types it runs instead of one it does not', async () => {
      expect(await refusal('separation/create', { 'sep_type="9"': 'sep_type="29"' })).toMatchObject({
        status: 400,
        message: expect.stringContaining('44'),
      });
      const { data } = await answer('separation/create', { 'sep_type="9"': 'sep_type="44"' });
      expect(data.hash).toMatch(/-song\.mp3$/);
      expect((await waitFor(engine.wire, data.hash, 'done')).data.output_format).toMatch(/wav/i);
    });

    it('GET separation/get', async () => {
      expect(await answer('separation/get')).toMatchObject({
        success: false,
        status: 'not_found',
        data: { message: 'File or File Hash not found' },
      });
      const hash = await create({ audiofile: SHORT_SONG });
      await waitFor(engine.wire, hash, 'done');
      const changes = { '20230327071601-0e3e5c6c85-13-dimensions.mp3': hash };
      expect(await answer('separation/get', changes)).toMatchObject({ success: true, status: 'done' });
    });

    it('GET separation/get-remote', async () => {
      expect(await answer('separation/get-remote')).toMatchObject({ success: false, status: 'not_found' });
      outside.files.set('/curl.wav', SHORT_SONG);
      const hash = await create({ url: `${outside.url}/curl.wav` });
      const long = await waitForRemote(engine.wire, hash);
      expect(await answer('separation/get-remote', { n2AwBjy4KsFZfqqR: hash })).toMatchObject({
        success: true,
        status: 'done',
        data: { hash: long, link: `${engine.url}/api/separation/get?hash=${long}` },
      });
    });

    it('POST separation/cancel', async () => {
      const held = await holdSlots(engine);
      const waiting = await create({ audiofile: SHORT_SONG });
      const before = await engine.wire.answer('app/user', { query: { api_token: customer.token } });
      expect(await answer('separation/cancel', { '<hash>': waiting })).toMatchObject({ success: true });
      const after = await engine.wire.answer('app/user', { query: { api_token: customer.token } });
      expect(after.data.premium_minutes).toBe(before.data.premium_minutes + 1);
      expect(after.data.current_queue.map(({ hash }) => hash)).not.toContain(waiting);
      await held.release();
    });

    it('GET app/algorithms, news, queue and demo', async () => {
      const algorithms = await answer('app/algorithms');
      expect(algorithms.find(({ render_id }) => render_id === 44)?.is_active).toBe(1);
      const publications = new Publications(
        engine.database,
        output(engine.cloud, 'Engine', 'PublicationsTableName'),
      );
      for (const title of ['First', 'Second', 'Third']) {
        await publications.postNews({ lang: 'en', title, text: '<p>Неделя</p>' }, new Date());
      }
      expect(await answer('app/news')).toMatchObject([{ title: 'First', lang: 'en', text: '<p>Неделя</p>' }]);
      expect(await answer('app/queue')).toMatchObject({ plan: { plan: 'unregistered' } });
      // The create above was one for the demo page.
      expect(await answer('app/demo')).toMatchObject([{ algorithm: { render_id: 44 } }]);
    });

    it('POST app/login', async () => {
      const { data } = await answer('app/login');
      expect(data).toMatchObject({ email: customer.email, api_token: customer.token, premium_enabled: 1 });
      expect(await refusal('app/login', { '<סיסמת המשתמש>': 'wrong' })).toMatchObject({ status: 400 });
    });

    it('POST app/register; its line says GET, a slip that CloudFront answers: a GET has no form', async () => {
      const slip = await runCurl(DOCUMENTED_LINES['app/register'], { 'https://mvsep.com': engine.url });
      expect(slip.status).toBe(403);
      const asPost = { '--request GET': '--request POST' };
      expect((await answer('app/register', asPost)).message).toContain('asdf@example.com');
      const wrong = { ...asPost, 'password_confirmation="ASDFQWEr123"': 'password_confirmation="other"' };
      expect(await refusal('app/register', wrong)).toMatchObject({
        status: 400,
        byField: { password: [expect.any(String)] },
      });
    });

    it('GET app/user and separation_history', async () => {
      expect((await answer('app/user')).data).toMatchObject({ email: customer.email });
      expect(await answer('app/separation_history')).toMatchObject({ success: true });
      const unknown = { '<אסימון ה-API שלך>': 'x'.repeat(30) };
      expect(await refusal('app/user', unknown)).toMatchObject({ status: 400 });
      expect(await refusal('app/separation_history', unknown)).toMatchObject({ status: 400 });
    });

    it.each([
      ['app/disable_premium', 'premium_enabled', 0],
      ['app/enable_premium', 'premium_enabled', 1],
      ['app/enable_long_filenames', 'long_filenames_enabled', 1],
      ['app/disable_long_filenames', 'long_filenames_enabled', 0],
    ] as const)('POST %s', async (path, flag, value) => {
      expect((await answer(path)).success).toBe(true);
      expect((await answer('app/user')).data[flag]).toBe(value);
      expect(await refusal(path, { '<אסימון ה-API שלך>': 'x'.repeat(30) })).toMatchObject({ status: 400 });
    });

    it('GET quality_checker/queue and leaderboard', async () => {
      expect((await answer('quality_checker/queue')).length).toBeLessThanOrEqual(2);
      expect((await answer('quality_checker/leaderboard')).data.length).toBeLessThanOrEqual(2);
    });

    it('POST quality_checker/add, GET entry, and delete', async () => {
      expect(await refusal('quality_checker/add')).toMatchObject({ status: 401 });
      const withToken = `--form 'api_token="${customer.token}"' --form 'algo_name=`;
      const changes = { "--form 'algo_name=": withToken, 'dataset_type="2"': 'dataset_type="0"' };
      const { data }: AnswerOf['quality_checker/add'] = await answer('quality_checker/add', changes);
      expect(await refusal('quality_checker/entry')).toMatchObject({ status: 400, message: 'Job not found' });
      const entry = await answer('quality_checker/entry', { 'id=7675': `id=${data.id}` });
      expect(entry.data).toMatchObject({ id: data.id, algo_name: 'Test Algorithm Name', is_ensemble: 1 });
      expect(await refusal('quality_checker/delete')).toMatchObject({ status: 400 });
      const query = { id: String(data.id), password: 'wrong' };
      expect((await engine.wire.refusal('quality_checker/delete', { query })).status).toBe(400);
      expect(await answer('quality_checker/delete', { '7720': String(data.id) })).toMatchObject({
        success: true,
      });
      expect(await refusal('quality_checker/entry', { 'id=7675': `id=${data.id}` })).toMatchObject({
        status: 400,
      });
    });
  });
}
