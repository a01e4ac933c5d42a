import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { output } from '../../infra/start/output.ts';
import { ownerName } from '../../shared/callers/caller.ts';
import { issueKey } from '../../shared/callers/issue-key.ts';
import { createMvsepClient, type MvsepClient } from '../../shared/mvsep/client/mvsep-client.ts';
import { findClientJob } from '../../shared/mvsep-paths/find-client-job.ts';
import type { CallPath } from '../wire/answers.ts';
import { DOCUMENTED_LINES } from '../wire/documented-lines.ts';
import { hasCurl, runCurl } from '../wire/run-curl.ts';
import { WireClient } from '../wire/wire-client.ts';
import { formOf } from './form-of.ts';
import { freshSong } from './fresh-song.ts';
import { type OutsideServer, startOutsideServer } from './outside-server.ts';
import { TestPipeline } from './test-pipeline.ts';
import { waitFor } from './wait-for.ts';

let outside: OutsideServer;
let pipeline: TestPipeline;
let wire: WireClient;
let mvsep: MvsepClient;
/** The key of a caller, and the token of the account behind the Pipeline. */
let key: string;
let accountToken: string;

beforeAll(async () => {
  outside = await startOutsideServer();
  pipeline = await TestPipeline.start({ privateOrigins: [outside.url], withDataset: true });
  const { pipelineUrl, engineToken, cloud } = pipeline.product;
  accountToken = engineToken;
  wire = new WireClient(pipelineUrl);
  const callers = {
    documents: pipeline.table.documents,
    tableName: output(cloud, 'Pipeline', 'CallerTableName'),
  };
  const order = { owner: ownerName.parse('studio'), scope: 'write', sees: 'own' } as const;
  ({ key } = await issueKey(callers, order, new Date()));
  mvsep = createMvsepClient({ baseUrl: pipelineUrl, token: async () => key });
});
afterAll(async () => {
  await pipeline.stop();
  await outside.stop();
});

const jobOf = async (hash: string) => {
  const found = await findClientJob(pipeline, hash);
  if (found === undefined) throw new Error(`There is no job of ${hash}.`);
  return found;
};

/** How many separations the account was charged for, as the service itself lists them. */
async function paidFor(): Promise<number> {
  const service = createMvsepClient({ baseUrl: pipeline.product.engineUrl, token: async () => accountToken });
  return (await service.app.separationHistory({ start: 0, limit: 20 })).length;
}

describe.skipIf(!hasCurl)('every line of the documentation page, sent here', () => {
  const zip = join(mkdtempSync(join(tmpdir(), 'paths-')), 'zipfile');
  writeFileSync(zip, 'not a zip at all');

  /** @param reader of the answer: links of the service stay links of the service. */
  async function curl(path: CallPath, changes: Readonly<Record<string, string>> = {}, reader = wire) {
    const { status, text } = await runCurl(DOCUMENTED_LINES[path], {
      'https://mvsep.com': wire.base,
      '<אסימון ה-API שלך>': accountToken,
      '/path/to/file.mp3': 'test/fixtures/formats/song.mp3',
      '/path/to/zipfile': zip,
      ...changes,
    });
    return reader.read(path, status, text);
  }

  it('creates a job, and tells how far it is', async () => {
    const created = await curl('separation/create', { 'sep_type="9"': 'sep_type="44"' });
    expect(created).toMatchObject({ answer: { data: { hash: expect.stringMatching(/-song\.mp3$/) } } });
    const hash = 'answer' in created ? Object(created.answer).data.hash : '';
    await waitFor(wire, hash, 'done');
    const documented = '20230327071601-0e3e5c6c85-13-dimensions.mp3';
    expect(await curl('separation/get', { [documented]: hash })).toMatchObject({
      answer: { status: 'done', data: { hash } },
    });
    expect((await jobOf(hash)).job).toMatchObject({ owner: 'account', state: 'done' });
    // Of what is no job the service knows, or not.
    expect(await curl('separation/get')).toMatchObject({ answer: { status: 'not_found' } });
    expect(await curl('separation/get-remote')).toMatchObject({ answer: { status: 'not_found' } });
    expect(await curl('separation/cancel', { '<hash>': hash })).toMatchObject({
      status: 400,
      refusal: { message: expect.stringContaining('no longer') },
    });
    const history = await curl('app/separation_history', { 'start=1': 'start=0' });
    expect(history).toMatchObject({ answer: { data: [{ hash, algorithm: { render_id: 44 } }] } });
  });

  it('reads what the service has for everybody', async () => {
    const lists = ['app/algorithms', 'app/news', 'app/demo', 'app/queue'] as const;
    for (const path of [...lists, 'quality_checker/queue', 'quality_checker/leaderboard'] as const) {
      expect(await curl(path), path).toMatchObject({ status: 200 });
    }
    expect(await curl('quality_checker/entry')).toMatchObject({
      status: 400,
      refusal: { message: 'Job not found' },
    });
  });

  it('reads and changes the account for its own token', async () => {
    expect(await curl('app/user')).toMatchObject({ answer: { data: { api_token: accountToken } } });
    const switches = ['app/disable_premium', 'app/enable_premium'] as const;
    for (const path of [...switches, 'app/enable_long_filenames', 'app/disable_long_filenames'] as const) {
      expect(await curl(path), path).toMatchObject({ answer: { success: true } });
      expect(await curl(path, { '<אסימון ה-API שלך>': key }), path).toMatchObject({ status: 400 });
    }
    const token = `--form 'api_token="${accountToken}"' --form`;
    expect(await curl('quality_checker/add')).toMatchObject({ status: 401 });
    const changes = { "--form 'algo_name=": `${token} 'algo_name=`, 'dataset_type="2"': 'dataset_type="0"' };
    const service = new WireClient(pipeline.product.engineUrl);
    const added = await curl('quality_checker/add', changes, service);
    expect(added).toMatchObject({ answer: { success: true } });
    const id = 'answer' in added ? String(Object(added.answer).data.id) : '';
    const named = { '7720': id };
    expect(await curl('quality_checker/delete', named)).toMatchObject({ status: 401 });
    expect(await curl('quality_checker/delete', { ...named, "--form 'id=": `${token} 'id=` })).toMatchObject({
      answer: { success: true },
    });
  });

  it('takes no passwords, and knows no other calls', async () => {
    expect(await curl('app/login')).toMatchObject({
      status: 400,
      refusal: { message: expect.stringContaining('operator') },
    });
    expect(await curl('app/register')).toMatchObject({ status: 405 });
    const unknown = await fetch(`${wire.base}/api/app/queue/summary`);
    expect([unknown.status, await unknown.json()]).toMatchObject([404, { success: false }]);
  });
});

describe('a client of which only the base URL was changed', () => {
  it('has a link separated once, in the bucket, and is told by a webhook', async () => {
    const paidBefore = await paidFor();
    outside.files.set('/My%20Song.wav', freshSong());
    const order = {
      audio: { url: `${outside.url}/My%20Song.wav` },
      separationType: 44,
      outputFormat: 1,
      webhookUrl: `${outside.url}/hook`,
    };
    const { kind, hash: short } = await mvsep.separation.create(order);
    expect([kind, short]).toEqual(['remote', expect.stringMatching(/^[A-Za-z0-9]{16}$/)]);
    if (kind !== 'remote') return;
    // Its answer may have been lost: the same again is the same job.
    expect(await mvsep.separation.create(order)).toEqual({ kind, hash: short });
    await expect
      .poll(async () => (await mvsep.separation.getRemote(short)).kind, { timeout: 30_000 })
      .toBe('done');
    const remote = await mvsep.separation.getRemote(short);
    if (remote.kind !== 'done') throw new Error('It was done a moment ago.');
    expect(remote.hash).toMatch(/^\d{14}-[0-9a-f]{10}-my-song\.wav$/);
    const done = await waitFor(wire, remote.hash, 'done');
    expect(await mvsep.separation.create(order)).toEqual({ kind, hash: short });

    const { job, steps } = await jobOf(remote.hash);
    expect(job).toMatchObject({ owner: 'studio', state: 'done', clientRemoteHash: short });
    expect(await paidFor()).toBe(paidBefore + 1);
    const stored = Object.values(steps[0]?.files ?? {});
    expect(done.data.files.map(({ type }) => type)).toEqual(['Drums', 'Other']);
    for (const [index, { url, bytes }] of done.data.files.entries()) {
      const stem = await pipeline.object(stored[index]?.key ?? '');
      expect(stem.length).toBe(bytes);
      const downloaded = await fetch(url);
      expect(Buffer.from(await downloaded.arrayBuffer()).equals(stem)).toBe(true);
      const part = await fetch(url, { headers: { range: 'bytes=100-199' } });
      expect([part.status, Buffer.from(await part.arrayBuffer())]).toEqual([206, stem.subarray(100, 200)]);
      expect((await fetch(url, { method: 'HEAD' })).headers.get('content-length')).toBe(String(bytes));
    }
    expect((await fetch(done.data.input_file.url)).status).toBe(200);
    expect((await fetch(`${wire.base}/storage/processed/${remote.hash}`)).status).toBe(404);

    const posted = () => outside.posts.find(({ body }) => body.includes(remote.hash))?.body;
    await expect.poll(posted, { timeout: 20_000 }).toBeDefined();
    const got: unknown = await wire.answer('separation/get', { query: { hash: remote.hash } });
    expect(JSON.parse(posted() ?? '')).toEqual({ hash: remote.hash, ...Object(got) });
  });

  it('sees itself and its own jobs, and nothing of the account behind them', async () => {
    const { data } = await wire.answer('app/user', { query: { api_token: key } });
    expect(data).toMatchObject({ name: 'studio', email: 'studio', api_token: key });
    expect(JSON.stringify(data)).not.toContain(accountToken);
    const history = await mvsep.app.separationHistory({ start: 0, limit: 20 });
    expect(history.map(({ hash }) => hash)).toEqual([expect.stringMatching(/my-song\.wav$/)]);
    const theirs = await wire.answer('app/separation_history', { query: { api_token: accountToken } });
    expect(theirs.data.map(({ hash }) => hash)).not.toContain(history[0]?.hash);
  });
});

describe('what is refused', () => {
  const song = () => new Uint8Array(freshSong());
  const order = { sep_type: '44', output_format: '1' };

  it('is a token that is nobody’s, with the status of the service', async () => {
    const api_token = 'x'.repeat(30);
    const form = formOf({ ...order, api_token, audiofile: song() });
    expect(await wire.refusal('separation/create', { form })).toMatchObject({
      status: 401,
      message: expect.stringContaining('invalid token'),
    });
    expect((await wire.refusal('app/user', { query: { api_token } })).status).toBe(400);
  });

  it('is a type that is made of something else, and a song that is too large to come this way', async () => {
    const two = formOf({ ...order, sep_type: '68', api_token: key, audiofile: song() });
    expect((await wire.refusal('separation/create', { form: two })).message).toMatch(/does not separate one/);
    const large = formOf({ ...order, api_token: key, audiofile: new Uint8Array(4_500_000) });
    expect(await wire.refusal('separation/create', { form: large })).toMatchObject({
      status: 413,
      message: expect.stringMatching(/4\.4 MB.*url=.*v1\/uploads/),
    });
    const body = formOf({ ...order, api_token: key, audiofile: new Uint8Array(11_000_000) });
    const refused = await fetch(`${wire.base}/api/separation/create`, { method: 'POST', body });
    expect(refused.status).toBe(413);
  });
});
