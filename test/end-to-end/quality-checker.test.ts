import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { clientSettings } from '../../infra/start/client-settings.ts';
import { output } from '../../infra/start/output.ts';
import { decodeAudio } from '../../shared/audio/decode-audio.ts';
import { readObject } from '../../shared/aws/read-object.ts';
import { addQualityEntry } from '../../shared/mvsep/contract/add-quality-entry.ts';
import { listQualityEntries } from '../../shared/mvsep/contract/list-quality-entries.ts';
import { showLeaderboard } from '../../shared/mvsep/contract/show-leaderboard.ts';
import { showQualityEntry } from '../../shared/mvsep/contract/show-quality-entry.ts';
import { qualityKeys } from '../../shared/quality-checker/quality-keys.ts';
import { phantomCenter } from '../../shared/separators/phantom-center.ts';
import { wavFile } from '../audio/wav-file.ts';
import { plainSdr } from '../unit/quality-checker/plain-sdr.ts';
import { honestZip } from '../unit/quality-checker/zips.ts';
import { WireClient } from '../wire/wire-client.ts';
import { TestPipeline } from './test-pipeline.ts';

const SONGS = ['song_0', 'song_1', 'song_2'];
const STEMS = ['vocals', 'instrum'] as const;
const RATE = 44_100;

type Channels = readonly Float32Array[];
type Stems = Record<(typeof STEMS)[number], Channels>;
/** One set of stems a song. */
type Estimates = Record<string, Stems>;

const refusal = z.object({
  success: z.literal(false),
  errors: z.tuple([z.string()]),
  message: z.string(),
  data: z.object({ message: z.string() }),
});

/** What a Pipeline writes into its bucket about a zip. */
const dropped = z.looseObject({
  state: z.string(),
  summary: z.string(),
  sdr: z.record(z.string(), z.number()).optional(),
});

let pipeline: TestPipeline;
let engine: string;
let truths: Estimates;
let mixtures: Record<string, Channels>;
beforeAll(async () => {
  pipeline = await TestPipeline.start({ withDataset: true });
  engine = pipeline.product.engineUrl;
  const bucket = output(pipeline.product.cloud, 'Engine', 'BucketName');
  const reference = async (song: string, stem: string) =>
    (await decodeAudio(await readObject(pipeline.s3, bucket, qualityKeys.reference(0, song, stem)))).channels;
  truths = await ofEverySong(async (song) => ({
    vocals: await reference(song, 'vocals'),
    instrum: await reference(song, 'instrum'),
  }));
  mixtures = await ofEverySong(async (song) => {
    const answer = await fetch(`${engine}/storage/datasets/0/${song}_mixture.wav`);
    expect(answer.status).toBe(200);
    return (await decodeAudio(Buffer.from(await answer.arrayBuffer()))).channels;
  });
});
afterAll(() => pipeline.stop());

async function ofEverySong<Value>(make: (song: string) => Promise<Value>): Promise<Record<string, Value>> {
  return Object.fromEntries(await Promise.all(SONGS.map(async (song) => [song, await make(song)] as const)));
}

function zipOf(estimates: Estimates): Promise<Buffer> {
  const files = Object.entries(estimates).flatMap(([song, stems]) =>
    STEMS.map((stem) => [`${song}/${stem}.wav`, wavFile(stems[stem], RATE)] as const),
  );
  return honestZip(Object.fromEntries(files));
}

/** The mean over songs, from signals as they are once written in 16 bits. */
function meanSdr(estimates: Estimates, stem: (typeof STEMS)[number]): number {
  const written = (channels: Channels) =>
    channels.map((channel) =>
      channel.map((value) => Math.max(-32_768, Math.min(32_767, Math.round(value * 32_768))) / 32_768),
    );
  const scores = Object.entries(estimates).map(([song, stems]) =>
    plainSdr(truths[song]?.[stem] ?? [], written(stems[stem])),
  );
  return scores.reduce((sum, score) => sum + score, 0) / scores.length;
}

async function send(
  fields: Record<string, string>,
  zip?: Buffer,
): Promise<{ status: number; body: unknown }> {
  const form = new FormData();
  if (zip !== undefined) form.append('zipfile', new Blob([new Uint8Array(zip)]), 'stems.zip');
  const order = {
    api_token: pipeline.product.engineToken,
    algo_name: 'Test',
    main_text: 'Made by a test.',
    dataset_type: '0',
    ensemble: '0',
    password: 'let me out',
    ...fields,
  };
  for (const [name, value] of Object.entries(order)) form.append(name, value);
  const answer = await fetch(`${engine}/api/quality_checker/add`, { method: 'POST', body: form });
  return { status: answer.status, body: await answer.json() };
}

/** Adds an entry that must be taken, and waits until it is evaluated. */
async function evaluated(fields: Record<string, string>, zip?: Buffer) {
  const { status, body } = await send(fields, zip);
  expect(status, JSON.stringify(body)).toBe(200);
  const { id, link } = addQualityEntry.reply.parse(body).data;
  expect(link).toBe(`${engine}/api/quality_checker/entry?id=${id}`);
  const entry = async () => showQualityEntry.reply.parse(await (await fetch(link)).json()).data;
  await expect.poll(async () => (await entry()).proc, { timeout: 50_000, interval: 200 }).toBe(1);
  return entry();
}

const leaderboard = async (query = '') =>
  showLeaderboard.reply.parse(
    await (await fetch(`${engine}/api/quality_checker/leaderboard?${query}`)).json(),
  );
const algorithms = async (query = '') => (await leaderboard(query)).data.map(({ algo_name }) => algo_name);

describe('the quality checker', () => {
  it('has the dataset that comes with the Engine, and an empty leaderboard for it', async () => {
    expect(await leaderboard()).toEqual({
      data: [],
      dataset_type: 0,
      sortables: ['sdr_vocals', 'sdr_instrum'],
      sort: 'sdr_vocals',
    });
  });

  it('scores perfect stems, a separation and the bare mixture as the published formula does', async () => {
    const separated: Estimates = {};
    for (const song of SONGS) {
      const [left, right] = mixtures[song] ?? [];
      if (left === undefined || right === undefined) throw new Error('The mixture is not stereo.');
      const [centre, sides] = await phantomCenter.separate([left, right], { sepType: 55, options: {} });
      if (centre === undefined || sides === undefined) throw new Error('A stem is missing.');
      separated[song] = { vocals: centre, instrum: sides };
    }
    const mixed = await ofEverySong(async (song) => {
      const mixture = mixtures[song] ?? [];
      return { vocals: mixture, instrum: mixture };
    });
    for (const [algo_name, estimates] of [
      ['The Mixture', mixed],
      ['Phantom centre', separated],
      ['Perfect', truths],
    ] as const) {
      const entry = await evaluated({ algo_name }, await zipOf(estimates));
      expect(entry).toMatchObject({ msg: 'OK', dataset_name: 'Synth', dataset_type: 0 });
      for (const stem of STEMS) expect(entry[`sdr_${stem}`]).toBeCloseTo(meanSdr(estimates, stem), 4);
    }
  });

  it('ranks them, sorted and filtered as asked', async () => {
    expect(await algorithms()).toEqual(['Perfect', 'Phantom centre', 'The Mixture']);
    expect(await algorithms('sort=instrum&start=1')).toHaveLength(2);
    expect(await algorithms('algo_name_filter=p&limit=1')).toEqual(['Perfect']);
    expect(await algorithms('algo_name_filter=MIXTURE')).toEqual(['The Mixture']);
    expect((await leaderboard('sort=nonsense')).sort).toBe('sdr_vocals');
    expect(await leaderboard('dataset_type=12')).toMatchObject({ data: [], sortables: [] });
  });

  it('answers what clients with static types can read', async () => {
    const wire = new WireClient(engine);
    const { data } = await wire.answer('quality_checker/leaderboard');
    expect(data.length).toBeGreaterThan(0);
    for (const { id } of await wire.answer('quality_checker/queue', { query: { limit: '20' } })) {
      const entry = await wire.answer('quality_checker/entry', { query: { id: String(id) } });
      expect(Object.keys(entry.data.sdr)).toEqual(STEMS.map((stem) => `sdr_${stem}`));
    }
  });

  it('fetches a zip by link, and lists the latest entry first', async () => {
    const { cloud, bucket } = pipeline.product;
    const Key = 'handoff/stems.zip';
    await pipeline.s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body: await zipOf(truths) }));
    const get = new GetObjectCommand({ Bucket: bucket, Key });
    const url = await getSignedUrl(new S3Client(clientSettings(cloud)), get);
    const entry = await evaluated({ algo_name: 'By link', url });
    expect(entry.msg).toBe('OK');
    const queue = await (await fetch(`${engine}/api/quality_checker/queue?limit=2`)).json();
    expect(listQualityEntries.reply.parse(queue).map(({ algo_name }) => algo_name)).toEqual([
      'By link',
      'Perfect',
    ]);
  });

  it('judges a zip that is dropped in the bucket of a Pipeline, which records its scores', async () => {
    const { bucket } = pipeline.product;
    const zipKey = 'quality-checker/synth/somebody/perfect.zip';
    const sidecar = '{ "algorithm": "Dropped", "description": "The true stems." }';
    await pipeline.s3.send(
      new PutObjectCommand({ Bucket: bucket, Key: `${zipKey}.mvsep.json`, Body: sidecar }),
    );
    await pipeline.s3.send(new PutObjectCommand({ Bucket: bucket, Key: zipKey, Body: await zipOf(truths) }));
    const result = async () => {
      try {
        const bytes = await pipeline.object('quality-checker-results/synth/somebody/perfect.json');
        return dropped.parse(JSON.parse(bytes.toString()));
      } catch {
        return undefined;
      }
    };
    await expect
      .poll(async () => (await result())?.state, { timeout: 90_000, interval: 300 })
      .toMatch(/scored|refused|failed/);
    const { state, sdr, summary } = (await result()) ?? {};
    expect(state, summary).toBe('scored');
    for (const stem of STEMS) expect(sdr?.[stem]).toBeCloseTo(meanSdr(truths, stem), 4);
    const entries = (await leaderboard('algo_name_filter=Dropped')).data;
    expect(entries.map(({ main_text }) => main_text)).toEqual([
      expect.stringMatching(/^The true stems\. \[[0-9a-f]{24}\]$/),
    ]);
    const [{ id } = { id: 0 }] = entries;
    const password = await pipeline.command(
      'entries',
      `${/\[(\w+)\]/.exec(String(entries[0]?.main_text))?.[1]}`,
      '--password',
    );
    const deletion = await fetch(`${engine}/api/quality_checker/delete`, {
      method: 'POST',
      body: new URLSearchParams({ id: String(id), password }),
    });
    expect(deletion.status).toBe(200);
  });

  it('says in msg what is wrong with a zip, and keeps it off the leaderboard', async () => {
    const { song_0, ...others } = truths;
    const entry = await evaluated({ algo_name: 'Lacking' }, await zipOf(others));
    expect(entry.msg).toMatch(/lacks song_0_vocals\.wav, song_0_instrum\.wav/);
    expect(entry).toMatchObject({ sdr_vocals: -1000, metrics: null });
    const mono = {
      ...truths,
      song_1: { vocals: [song_0?.vocals[0] ?? new Float32Array()], instrum: song_0?.instrum ?? [] },
    };
    expect((await evaluated({ algo_name: 'Mono' }, await zipOf(mono))).msg).toMatch(
      /vocals of song_1 is mono/,
    );
    expect((await evaluated({ algo_name: 'No zip' }, Buffer.from('no zip'))).msg).toMatch(/no zip/);
    expect(await algorithms('algo_name_filter=Lacking')).toEqual([]);
  });

  it.each([
    ['a wrong token', { api_token: 'x'.repeat(30) }, 401, /invalid token/i],
    ['no name', { algo_name: '' }, 400, /algo_name/],
    ['no password', { password: '' }, 400, /password/],
    ['a name without end', { algo_name: 'x'.repeat(300) }, 400, /algo_name/],
    ['a dataset that is not there', { dataset_type: '9' }, 400, /0 \(Synth\)/],
    ['no zip', {}, 400, /zipfile/],
  ])('refuses %s', async (name, fields, status, message) => {
    const answer = await send(fields, name === 'no zip' ? undefined : Buffer.from('PK'));
    expect(answer.status).toBe(status);
    expect(refusal.parse(answer.body).message).toMatch(message);
  });

  it('refuses to show what is not there', async () => {
    const answer = await fetch(`${engine}/api/quality_checker/entry?id=999999`);
    expect(answer.status).toBe(400);
    expect(refusal.parse(await answer.json()).data.message).toBe('Job not found');
  });

  it('deletes an entry with its password only, by POST and by GET', async () => {
    const entries = (await leaderboard()).data;
    const idOf = (name: string) => String(entries.find(({ algo_name }) => algo_name === name)?.id);
    const remove = async (method: 'GET' | 'POST', id: string, password: string) => {
      const fields = new URLSearchParams({ id, password });
      const address = `${engine}/api/quality_checker/delete`;
      const answer = await (method === 'POST'
        ? fetch(address, { method, body: fields })
        : fetch(`${address}?${fields}`));
      return { status: answer.status, body: await answer.json() };
    };
    const wrong = await remove('POST', idOf('Perfect'), 'guess');
    expect(wrong.status).toBe(400);
    expect(refusal.parse(wrong.body).message).toMatch(/password/);
    const deleted = { status: 200, body: { success: true, data: { message: 'successfully deleted' } } };
    expect(await remove('POST', idOf('Perfect'), 'let me out')).toEqual(deleted);
    expect(await remove('GET', idOf('By link'), 'let me out')).toEqual(deleted);
    expect(await algorithms()).toEqual(['Phantom centre', 'The Mixture']);
    expect((await remove('GET', idOf('By link'), 'let me out')).status).toBe(400);
  });
});
