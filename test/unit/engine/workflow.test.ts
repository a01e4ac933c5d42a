import { afterEach, describe, expect, it } from 'vitest';
import { mergeStems } from '../../../functions/engine/merge-stems/merge-stems.ts';
import { prepareSeparation } from '../../../functions/engine/prepare-separation/prepare-separation.ts';
import { separateChunk } from '../../../functions/engine/separate-chunk/separate-chunk.ts';
import { readWav } from '../../../shared/audio/read-wav.ts';
import { signalToDistortion } from '../../../shared/audio/signal-to-distortion.ts';
import { chunkSamplesFor } from '../../../shared/engine/chunk-plan.ts';
import type { RemoteRecord, SeparationRecord } from '../../../shared/engine/separation-record.ts';
import { synthesizeSong } from '../../audio/synthesize-song.ts';
import { wavFile } from '../../audio/wav-file.ts';
import { type LoopbackServer, loopbackServer } from './loopback-server.ts';
import { memoryBucket } from './memory-bucket.ts';
import { memoryTable } from './memory-table.ts';

const HASH = '20260812120000-0123456789-song.wav';
const song = synthesizeSong({ seconds: 7 });

const order = {
  createdAt: '2026-08-12T12:00:00.000Z',
  expiresAt: 1_786_800_000,
  sepType: 44,
  options: {},
  outputFormat: 4,
};
const waiting: SeparationRecord = {
  ...order,
  kind: 'separation',
  hash: HASH,
  status: 'waiting',
  inputBytes: 1,
};
const link: RemoteRecord = { ...order, kind: 'remote', hash: 'n2AwBjy4KsFZfqqR', status: 'waiting', url: '' };

let server: LoopbackServer | undefined;
afterEach(() => server?.close());

function workflow(chunkSeconds = 30) {
  const { s3, objects, puts } = memoryBucket();
  const { separations, items } = memoryTable();
  const deps = {
    s3,
    separations,
    bucket: 'bucket',
    allowedPrivateOrigins: server === undefined ? [] : [server.origin],
    chunkSamples: chunkSamplesFor(chunkSeconds),
    now: () => new Date('2026-08-12T12:00:25.000Z'),
  };
  const run = async (input: Buffer, record: Partial<SeparationRecord> = {}) => {
    objects.set(`storage/temp/${HASH}`, input);
    await separations.create({ ...waiting, ...record });
    const prepared = await prepareSeparation(deps, HASH);
    for (const chunk of prepared.chunks) await separateChunk(deps, chunk.hash, chunk.index);
    await mergeStems(deps, prepared.hash);
    return separations.separation(HASH);
  };
  const stem = (name: string) => {
    const file = objects.get(`storage/processed/20260812120000-0123456789-song_median_hpss_${name}.wav`);
    if (file === undefined) throw new Error(`no stem ${name}`);
    return readWav(file);
  };
  return { deps, objects, puts, items, separations, run, stem };
}

function sum(a: readonly Float32Array[], b: readonly Float32Array[]): Float32Array[] {
  return a.map((channel, position) => channel.map((value, index) => value + (b[position]?.[index] ?? 0)));
}

describe('the workflow of a separation', () => {
  it('gives stems of the exact length that add up to the mix', async () => {
    const { run, stem, objects } = workflow();
    const record = await run(wavFile(song.mix, 44_100, 'float32'));
    expect(record).toMatchObject({ status: 'done', allChunks: 1, channels: 2, samples: song.mix[0].length });
    expect(record.finishedAt).toBe('2026-08-12T12:00:25.000Z');
    const [drums, other] = [stem('drums'), stem('other')];
    expect(drums.channels.map((channel) => channel.length)).toEqual(
      song.mix.map((channel) => channel.length),
    );
    expect(signalToDistortion(song.mix, sum(drums.channels, other.channels))).toBeGreaterThan(90);
    expect(signalToDistortion(song.stems.drums, drums.channels)).toBeGreaterThan(3);
    for (const { fileName, bytes } of record.files ?? []) {
      expect(objects.get(`storage/processed/${fileName}`)?.length).toBe(bytes);
    }
    expect(record.files?.map(({ label }) => label)).toEqual(['Drums', 'Other']);
  });

  it('gives the same stems whether the song is cut or not', async () => {
    const whole = workflow();
    await whole.run(wavFile(song.mix, 44_100, 'float32'));
    const inOne = whole.stem('drums').channels;
    const cut = workflow(1.5);
    const record = await cut.run(wavFile(song.mix, 44_100, 'float32'));
    expect(record.allChunks).toBe(5);
    expect(record.finishedChunks).toEqual(new Set([0, 1, 2, 3, 4]));
    expect(signalToDistortion(inOne, cut.stem('drums').channels)).toBeGreaterThan(110);
  });

  it('keeps a mono song mono and brings any rate to 44.1 kHz', async () => {
    const { run, stem } = workflow();
    const mono = synthesizeSong({ seconds: 3, sampleRate: 48_000 }).mix[0];
    await run(wavFile([mono], 48_000, 'float32'));
    const { channels, sampleRate } = stem('drums');
    expect([channels.length, sampleRate, channels[0]?.length]).toEqual([1, 44_100, 3 * 44_100]);
  });

  it('writes 16 bit stems that add up to a 16 bit mix within two steps', async () => {
    const { run, stem } = workflow(2);
    const input = wavFile(song.mix, 44_100, 'int16');
    await run(input, { outputFormat: 1 });
    const rebuilt = sum(stem('drums').channels, stem('other').channels);
    expect(signalToDistortion(readWav(input).channels, rebuilt)).toBeGreaterThan(70);
  });

  it('ends the same when every step runs twice', async () => {
    const { deps, run, separations, stem, puts } = workflow(3);
    await run(wavFile(song.mix, 44_100, 'float32'));
    const once = stem('other').channels;
    const before = await separations.separation(HASH);
    const again = await prepareSeparation(deps, HASH);
    expect(again.chunks).toEqual([0, 1, 2].map((index) => ({ hash: HASH, index })));
    const written = puts.length;
    await separateChunk(deps, HASH, 1);
    await mergeStems(deps, HASH);
    expect(puts.length).toBe(written);
    expect(await separations.separation(HASH)).toEqual(before);
    expect(stem('other').channels).toEqual(once);
  });

  it('counts a chunk as finished only once it is stored', async () => {
    const { deps, objects, separations } = workflow(3);
    objects.set(`storage/temp/${HASH}`, wavFile(song.mix, 44_100));
    await separations.create(waiting);
    await prepareSeparation(deps, HASH);
    expect(await separations.separation(HASH)).toMatchObject({ status: 'distributing', allChunks: 3 });
    objects.delete(`work/${HASH}/chunk-1.f32`);
    await expect(separateChunk(deps, HASH, 1)).rejects.toThrow('does not exist');
    await separateChunk(deps, HASH, 2);
    await expect(separateChunk(deps, HASH, 9)).rejects.toThrow('no chunk 9');
    expect((await separations.separation(HASH)).finishedChunks).toEqual(new Set([2]));
  });

  it.each([
    ['an empty file', Buffer.alloc(0), 'empty'],
    ['text', Buffer.from('not a song '.repeat(99)), 'not audio'],
    ['a surround file', wavFile(Array<Float32Array>(6).fill(new Float32Array(9_000)), 44_100), '6 channels'],
    ['a click', wavFile([new Float32Array(400)], 44_100), 'too short'],
    ['an hour', wavFile([new Float32Array(4_000 * 3_600)], 4_000), 'Cut it in pieces'],
  ])('refuses %s with a reason', async (_, input, reason) => {
    const { run } = workflow();
    await expect(run(input)).rejects.toMatchObject({
      name: 'UnusableAudio',
      message: expect.stringContaining(reason),
    });
  });

  it('knows no separation that is on no record', async () => {
    const { deps } = workflow();
    for (const step of [prepareSeparation(deps, 'x'), separateChunk(deps, 'x', 0), mergeStems(deps, 'x')]) {
      await expect(step).rejects.toMatchObject({ name: 'UnknownSeparation' });
    }
  });
});

describe('prepareSeparation of a link', () => {
  it('fetches it once, under a hash that carries its name, and tells the short record', async () => {
    let requests = 0;
    server = await loopbackServer((_request, response) => {
      requests++;
      response.end(wavFile(song.mix, 44_100));
    });
    const { deps, separations, objects } = workflow();
    await separations.create({ ...link, url: `${server.origin}/music/My%20S%C3%B6ng.WAV?sig=secret` });
    const first = await prepareSeparation(deps, link.hash);
    expect(first.hash).toMatch(/^20260812120000-[0-9a-f]{10}-my-s-ng\.wav$/);
    expect(first.chunks).toEqual([{ hash: first.hash, index: 0 }]);
    expect(await separations.find(link.hash)).toMatchObject({ status: 'done', longHash: first.hash });
    expect(await separations.separation(first.hash)).toMatchObject({
      status: 'processing',
      sepType: 44,
      outputFormat: 4,
    });
    expect(objects.has(`storage/temp/${first.hash}`)).toBe(true);
    expect(await prepareSeparation(deps, link.hash)).toEqual(first);
    expect(requests).toBe(1);
  });

  it.each([
    [404, 'RefusedUrl', 'answers 404'],
    [503, 'UnreachableUrl', 'answers 503'],
  ])('reports a link that answers %i as %s', async (status, name, message) => {
    server = await loopbackServer((_request, response) => response.writeHead(status).end('<html>'));
    const { deps, separations } = workflow();
    await separations.create({ ...link, url: `${server.origin}/a.wav` });
    const failed = prepareSeparation(deps, link.hash);
    await expect(failed).rejects.toMatchObject({ name, message: expect.stringContaining(message) });
    expect(await separations.find(link.hash)).toMatchObject({ status: 'waiting' });
  });

  it('refuses a link into a private network', async () => {
    server = undefined;
    const { deps, separations } = workflow();
    await separations.create({ ...link, url: 'http://169.254.169.254/latest/meta-data/' });
    await expect(prepareSeparation(deps, link.hash)).rejects.toMatchObject({ name: 'RefusedUrl' });
  });

  it('names a link without a file name all the same', async () => {
    server = await loopbackServer((_request, response) => response.end(wavFile(song.mix, 44_100)));
    const { deps, separations } = workflow();
    await separations.create({ ...link, url: `${server.origin}/%E0%A4%A` });
    expect((await prepareSeparation(deps, link.hash)).hash).toMatch(/-[a-z0-9-]+\.audio$/);
  });
});
