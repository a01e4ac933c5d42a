import { readFileSync } from 'node:fs';
import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { clientSettings } from '../../infra/start/client-settings.ts';
import { output } from '../../infra/start/output.ts';
import { decodeAudio } from '../../shared/audio/decode-audio.ts';
import { id3Tag } from '../../shared/audio/tags/id3-tag.ts';
import { readObject } from '../../shared/aws/read-object.ts';
import { OUTPUT_FORMATS } from '../../shared/mvsep/catalogue/output-format.ts';
import { chooseOffers } from '../../shared/separators/offers/choose-offers.ts';
import { decodeStem } from '../audio/decode-stem.ts';
import { signalToDistortion } from '../audio/signal-to-distortion.ts';
import { synthesizeSong } from '../audio/synthesize-song.ts';
import { wavFile } from '../audio/wav-file.ts';
import { identityModels } from '../models/identity-models.ts';
import { sidecarOf } from '../models/sidecar-of.ts';
import { TestPipeline } from './test-pipeline.ts';

const song = synthesizeSong({ seconds: 3, seed: 29 });
const songFile = wavFile(song.mix, song.sampleRate);

const REST = { label: 'Other', name: 'other', of: 'rest' };

const createdAnswer = z.object({
  success: z.literal(true),
  data: z.strictObject({ hash: z.string(), link: z.url() }),
});
const progressAnswer = z.object({
  success: z.boolean(),
  status: z.string(),
  data: z.object({ message: z.string() }),
});
const errorAnswer = z.object({
  success: z.literal(false),
  errors: z.tuple([z.string()]),
  message: z.string(),
  data: z.object({ message: z.string() }),
});
/** As strict as a client in a language with static types would read it. */
const doneAnswer = z.strictObject({
  success: z.literal(true),
  status: z.literal('done'),
  data: z.strictObject({
    hash: z.string(),
    message: z.string(),
    algorithm: z.string(),
    algorithm_description: z.string(),
    size: z.string(),
    output_format: z.string(),
    tags: z.record(z.string(), z.unknown()).nullable(),
    input_file: z.strictObject({ url: z.url(), size: z.string(), download: z.string() }),
    files: z.array(
      z.strictObject({
        type: z.string(),
        url: z.url(),
        size: z.string(),
        bytes: z.int(),
        download: z.string(),
      }),
    ),
    date: z.string().regex(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/),
  }),
});
const remoteDone = z.object({
  success: z.literal(true),
  data: z.object({ hash: z.string(), link: z.url() }),
});
const algorithmsAnswer = z.array(
  z.object({
    render_id: z.int(),
    is_active: z.literal([0, 1]),
    algorithm_fields: z.array(z.object({ options: z.string() })),
  }),
);

let pipeline: TestPipeline;
let engine: string;
let token: string;
beforeAll(async () => {
  pipeline = await TestPipeline.start();
  engine = pipeline.product.engineUrl;
  token = pipeline.product.engineToken;
});
afterAll(() => pipeline.stop());

function form(fields: Record<string, string | Blob>, fileName = 'My Song.wav'): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) {
    if (value instanceof Blob) data.append(name, value, fileName);
    else data.append(name, value);
  }
  return data;
}

const audio = () => new Blob([new Uint8Array(songFile)]);

async function create(body: FormData | URLSearchParams): Promise<{ status: number; body: unknown }> {
  const answer = await fetch(`${engine}/api/separation/create`, { method: 'POST', body });
  return { status: answer.status, body: await answer.json() };
}

/** A create that must succeed. */
async function created(body: FormData | URLSearchParams): Promise<{ hash: string; link: string }> {
  const answer = await create(body);
  expect(answer.status).toBe(200);
  return createdAnswer.parse(answer.body).data;
}

async function ask(path: string): Promise<unknown> {
  const answer = await fetch(`${engine}${path}`);
  expect(answer.status).toBe(200);
  return answer.json();
}

const get = async (hash: string) => progressAnswer.parse(await ask(`/api/separation/get?hash=${hash}`));
const getRemote = async (hash: string) =>
  progressAnswer.parse(await ask(`/api/separation/get-remote?hash=${hash}`));

/** The files of a separation, once it is done. */
async function filesOf(hash: string): Promise<z.infer<typeof doneAnswer>['data']['files']> {
  await expect.poll(async () => (await get(hash)).status, { timeout: 40_000 }).toBe('done');
  return doneAnswer.parse(await ask(`/api/separation/get?hash=${hash}`)).data.files;
}

function sum(stems: readonly (readonly Float32Array[])[]): Float32Array[] {
  const [first = []] = stems;
  return first.map((channel, side) =>
    channel.map((_, at) => stems.reduce((total, stem) => total + (stem[side]?.[at] ?? 0), 0)),
  );
}

describe('create with a file', () => {
  it.each([
    ['before the fields', ['audiofile', 'api_token', 'sep_type', 'output_format']],
    ['after them', ['api_token', 'sep_type', 'output_format', 'audiofile']],
  ])('accepts it %s, and answers links to stems that add up to the song', async (_, order) => {
    const values: Record<string, string | Blob> = {
      api_token: token,
      sep_type: '44',
      output_format: '1',
      audiofile: audio(),
    };
    const fields = Object.fromEntries(order.map((name) => [name, values[name] ?? '']));
    const { hash, link } = await created(form({ ...fields, add_opt1: '', unheard_of: '1' }));
    expect(hash).toMatch(/^\d{14}-[0-9a-f]{10}-my-song\.wav$/);
    expect(link).toBe(`${engine}/api/separation/get?hash=${hash}`);

    const files = await filesOf(hash);
    expect(files.map(({ type }) => type)).toEqual(['Drums', 'Other']);
    const stems = await Promise.all(
      files.map(async ({ url, bytes }) => {
        expect(url).toMatch(/\/storage\/processed\/[^?#]*_(drums|other)\.wav$/);
        const file = Buffer.from(await (await fetch(url)).arrayBuffer());
        expect(file.length).toBe(bytes);
        return (await decodeAudio(file)).channels;
      }),
    );
    const sum = [0, 1].map((channel) =>
      song.mix[0].map((__, at) => stems.reduce((total, stem) => total + (stem[channel]?.[at] ?? 0), 0)),
    );
    expect(signalToDistortion(song.mix, sum)).toBeGreaterThan(40);
  });

  it('serves files whole, in ranges, with their length, and to pages of any origin', async () => {
    const { hash } = await created(
      form({ api_token: token, sep_type: '55', output_format: '1', audiofile: audio() }),
    );
    const [file] = await filesOf(hash);
    if (file === undefined) throw new Error('There is no file.');
    const whole = await fetch(file.url, { headers: { origin: 'https://example.com' } });
    expect(whole.status).toBe(200);
    expect(whole.headers.get('content-length')).toBe(String(file.bytes));
    expect(whole.headers.get('accept-ranges')).toBe('bytes');
    expect(whole.headers.get('access-control-allow-origin')).toBe('*');
    const part = await fetch(file.url, { headers: { range: 'bytes=44-1043' } });
    expect(part.status).toBe(206);
    expect((await part.arrayBuffer()).byteLength).toBe(1000);
  });

  it('answers 404 for files that are not there, and lists none', async () => {
    const { origin } = new URL(engine);
    for (const path of ['processed/none.wav', 'temp/', '?list-type=2', '%2e%2e/?list-type=2']) {
      const answer = await fetch(`${origin}/storage/${path}`);
      expect([path, answer.status]).toEqual([path, 404]);
      expect(await answer.text()).not.toContain('ListBucketResult');
    }
  });

  it('refuses a file over the limit with 413 and JSON', async () => {
    const large = new Blob([new Uint8Array(11 * 1024 * 1024)]);
    const { status, body } = await create(form({ api_token: token, sep_type: '44', audiofile: large }));
    expect(status).toBe(413);
    expect(errorAnswer.parse(body).message).toContain('url=');
  });
});

describe('an mp3', () => {
  it('comes back in all six formats: to the sample, adding up to the song, with its tags', async () => {
    const tags = { title: 'Song', artist: 'Ann & Bob', track: '3/12' };
    const mp3 = readFileSync('test/fixtures/formats/song.mp3');
    const { channels: heard } = await decodeAudio(mp3);
    const tagged = new Blob([new Uint8Array(id3Tag(tags)), new Uint8Array(mp3)]);
    const residuals = await Promise.all(
      OUTPUT_FORMATS.map(async ({ id, name, extension, contentType }) => {
        const fields = { api_token: token, sep_type: '55', output_format: String(id), audiofile: tagged };
        const { hash } = await created(form(fields, 'song.mp3'));
        const files = await filesOf(hash);
        expect(doneAnswer.parse(await ask(`/api/separation/get?hash=${hash}`)).data).toMatchObject({
          output_format: name,
          tags,
        });
        const stems = await Promise.all(
          files.map(async ({ url, download, bytes }) => {
            expect(download.endsWith(`.${extension}`)).toBe(true);
            const answer = await fetch(url);
            expect(answer.headers.get('content-type')).toBe(contentType);
            const file = Buffer.from(await answer.arrayBuffer());
            expect(file).toHaveLength(bytes);
            return decodeStem(extension, file);
          }),
        );
        expect(stems.map(([left]) => left?.length)).toEqual(stems.map(() => heard[0]?.length));
        return signalToDistortion(heard, sum(stems));
      }),
    );
    expect(residuals).toHaveLength(6);
    // In the order of their ids: mp3, wav and flac of 16 bit, m4a, wav of 32 bit, flac of 24.
    for (const [index, least] of [15, 65, 65, 15, 110, 110].entries()) {
      expect(residuals[index]).toBeGreaterThan(least);
    }
  });
});

describe('create with a link', () => {
  const wanted = () => ({ api_token: token, sep_type: '44', output_format: '1' });

  it('goes from the short hash through get-remote to the long hash', async () => {
    const { bucket, cloud } = pipeline.product;
    const put = new PutObjectCommand({ Bucket: bucket, Key: 'handoff/Linked Song.wav', Body: songFile });
    await pipeline.s3.send(put);
    const url = await getSignedUrl(
      new S3Client(clientSettings(cloud)),
      new GetObjectCommand({ Bucket: bucket, Key: 'handoff/Linked Song.wav' }),
    );
    const { hash } = await created(new URLSearchParams({ ...wanted(), url }));
    expect(hash).toMatch(/^[A-Za-z0-9]{16}$/);
    expect(await get(hash)).toMatchObject({ success: false, status: 'not_found' });
    await expect.poll(async () => (await getRemote(hash)).status, { timeout: 20_000 }).toBe('done');
    const remote = remoteDone.parse(await ask(`/api/separation/get-remote?hash=${hash}`));
    expect(remote.data.hash).toMatch(/^\d{14}-[0-9a-f]{10}-linked-song\.wav$/);
    expect(await filesOf(remote.data.hash)).toHaveLength(2);
  });

  it.each([
    ["the cloud provider's own address", 'http://169.254.169.254/latest/meta-data/'],
    ['this machine under another port', 'http://127.0.0.1:9/song.wav'],
    ['this machine by name', 'http://localhost:9/song.wav'],
    ['this machine in other clothes', 'http://[::ffff:127.0.0.1]:9/song.wav'],
  ])('refuses a link to %s', async (_, url) => {
    const { hash } = await created(new URLSearchParams({ ...wanted(), url }));
    await expect.poll(async () => (await getRemote(hash)).status, { timeout: 20_000 }).toBe('failed');
    expect((await getRemote(hash)).data.message).toMatch(/private|public/i);
  });
});

describe('a create that cannot be', () => {
  it.each([
    ['a wrong token', { api_token: 'x'.repeat(30), sep_type: '44' }, 401, 'invalid token'],
    ['an empty token', { api_token: '', sep_type: '44' }, 401, 'invalid token'],
    ['a type that this engine does not run', { sep_type: '29', output_format: '1' }, 400, '44'],
    ['a format that does not exist', { sep_type: '44', output_format: '6' }, 400, 'output_format'],
    ['a type that is no number', { sep_type: 'drums', output_format: '1' }, 400, 'sep'],
  ])('is refused in all three places of the error body: %s', async (_, fields, status, named) => {
    const answer = await create(form({ api_token: token, ...fields, audiofile: audio() }));
    expect(answer.status).toBe(status);
    const { message, errors, data } = errorAnswer.parse(answer.body);
    expect(message.toLowerCase()).toContain(named);
    expect([errors[0], data.message]).toEqual([message, message]);
  });

  it('is refused when it carries neither file nor link', async () => {
    const { status, body } = await create(
      new URLSearchParams({ api_token: token, sep_type: '44', output_format: '1' }),
    );
    expect(status).toBe(400);
    expect(errorAnswer.parse(body).message).toMatch(/audiofile/);
  });
});

describe('a model of the operator', () => {
  const models = () => output(pipeline.product.cloud, 'Engine', 'BucketName');
  const network = identityModels.waveform(16_384);
  const wanted = () => form({ api_token: token, sep_type: '29', output_format: '1', audiofile: audio() });
  const isActive = async () =>
    algorithmsAnswer
      .parse(await ask('/api/app/algorithms'))
      .some(({ render_id, is_active }) => render_id === 29 && is_active === 1);

  it('serves the type that it names from when it is dropped in the bucket, until it is taken away', async () => {
    const refused = await create(wanted());
    expect(refused.status).toBe(400);
    expect(errorAnswer.parse(refused.body).message).toContain('add a model');

    const serves = [{ sep_type: 29, stems: [{ label: 'Piano', name: 'piano', of: ['vocals'] }, REST] }];
    const sidecar = JSON.stringify(sidecarOf(network, { serves }));
    for (const [ending, Body] of [['onnx', network] as const, ['json', sidecar] as const]) {
      const Key = `models/halves.${ending}`;
      await pipeline.s3.send(new PutObjectCommand({ Bucket: models(), Key, Body }));
    }
    await expect.poll(isActive, { timeout: 30_000 }).toBe(true);
    const report = async () =>
      JSON.parse(String(await readObject(pipeline.s3, models(), 'models/halves.report.json')));
    await expect.poll(report).toMatchObject({ verdict: 'registered', serves: [{ sep_type: 29 }] });

    const { hash } = await created(wanted());
    const files = await filesOf(hash);
    expect(files.map(({ type }) => type)).toEqual(['Piano', 'Other']);
    const { data } = doneAnswer.parse(await ask(`/api/separation/get?hash=${hash}`));
    expect(data.algorithm).toBe('Halves of the mix');
    expect(data.algorithm_description).toContain('A model that the operator of this server added');
    const halves = song.mix.map((channel) => channel.map((value) => value / 2));
    for (const { url } of files) {
      const { channels } = await decodeAudio(Buffer.from(await (await fetch(url)).arrayBuffer()));
      expect(signalToDistortion(halves, channels)).toBeGreaterThan(40);
    }

    await pipeline.s3.send(new DeleteObjectCommand({ Bucket: models(), Key: 'models/halves.json' }));
    await expect.poll(isActive, { timeout: 30_000 }).toBe(false);
    expect((await create(wanted())).status).toBe(400);
  });
});

describe('the other calls', () => {
  it('answer not_found with 200 for a hash that nobody was given', async () => {
    expect(await get('20200101000000-0123456789-nothing.wav')).toMatchObject({
      success: false,
      status: 'not_found',
    });
  });

  it('say honestly what this engine runs', async () => {
    const algorithms = algorithmsAnswer.parse(await ask('/api/app/algorithms'));
    const active = algorithms.filter(({ is_active }) => is_active === 1);
    const offered = chooseOffers({ substitutes: true, approximate: false }).map(({ sepType }) => sepType);
    // Matchering takes two files, and is in another list.
    expect(new Set(active.map(({ render_id }) => render_id))).toEqual(
      new Set(offered.filter((type) => type !== 68)),
    );
    for (const { options } of algorithms.flatMap(({ algorithm_fields }) => algorithm_fields)) {
      expect(JSON.parse(options)).toBeTypeOf('object');
    }
  });

  it('answer JSON for a path that does not exist', async () => {
    const answer = await fetch(`${engine}/api/app/nothing`);
    expect(answer.status).toBe(404);
    expect(await answer.json()).toHaveProperty('message');
  });
});
