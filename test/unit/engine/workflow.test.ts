import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { prepareSeparation } from '../../../functions/engine/prepare-separation/prepare-separation.ts';
import { separateChunk } from '../../../functions/engine/separate-chunk/separate-chunk.ts';
import { writeStem } from '../../../functions/engine/write-stem/write-stem.ts';
import { mp3Encoder } from '../../../shared/audio/encode/mp3-encoder.ts';
import { readWav } from '../../../shared/audio/read-wav.ts';
import { readTags } from '../../../shared/audio/tags/read-tags.ts';
import { chunkSamplesFor } from '../../../shared/engine/chunk-plan.ts';
import { endSeparation } from '../../../shared/engine/end-separation.ts';
import { separationAnswer } from '../../../shared/engine/separation-answer.ts';
import type { SeparationRecord, StemFile } from '../../../shared/engine/separation-record.ts';
import { SeparationTable } from '../../../shared/engine/separation-table.ts';
import { encoded, PIXEL } from '../../audio/encoded.ts';
import { signalToDistortion } from '../../audio/signal-to-distortion.ts';
import { synthesizeSong } from '../../audio/synthesize-song.ts';
import { wavFile } from '../../audio/wav-file.ts';
import { type EngineTables, startEngineTables } from './engine-tables.ts';
import { memoryBucket } from './memory-bucket.ts';
import { sampleSeparation } from './separation-records.ts';

let tables: EngineTables;
beforeAll(async () => {
  tables = await startEngineTables();
});
afterAll(() => tables.stop());

const HASH = '20260812120000-0123456789-song.wav';
const song = synthesizeSong({ seconds: 7 });

/** A separation that has just left the queue. */
const started = sampleSeparation({ hash: HASH, seconds: 7 });

async function workflow(chunkSeconds = 30) {
  const { s3, objects, puts } = memoryBucket();
  const store = await tables.empty();
  const separations = new SeparationTable(store.documents, store.separations);
  const put = async (Item: SeparationRecord) => {
    await store.documents.send(new PutCommand({ TableName: store.separations, Item }));
  };
  const deps = {
    s3,
    store,
    separations,
    bucket: 'bucket',
    engineUrl: 'https://engine.example',
    chunkSamples: chunkSamplesFor(chunkSeconds),
    now: () => new Date('2026-08-12T12:00:25.000Z'),
  };
  const run = async (input: Buffer, record: Partial<SeparationRecord> = {}) => {
    objects.set(`storage/temp/${HASH}`, input);
    await put({ ...started, ...record });
    const prepared = await prepareSeparation(deps, HASH);
    for (const chunk of prepared.chunks) await separateChunk(deps, chunk.hash, chunk.index);
    await merge();
    return separations.separation(HASH);
  };
  const write = async () => {
    const { separator } = await separations.separation(HASH);
    return Promise.all(separator.stems.map(({ name }) => writeStem(deps, HASH, name)));
  };
  const finish = async (files: readonly StemFile[], table = store) =>
    endSeparation({ ...deps, store: table }, await separations.separation(HASH), { status: 'done', files });
  /** The last steps: every stem, side by side, and the end. */
  const merge = async () => finish(await write());
  const stem = (name: string) => {
    const file = objects.get(`storage/processed/20260812120000-0123456789-song_${name}.wav`);
    if (file === undefined) throw new Error(`no stem ${name}`);
    return readWav(file);
  };
  const engine = (record: SeparationRecord) => separationAnswer(record, deps.engineUrl);
  return { deps, objects, puts, store, separations, put, run, write, finish, merge, stem, engine };
}

function sum(a: readonly Float32Array[], b: readonly Float32Array[]): Float32Array[] {
  return a.map((channel, position) => channel.map((value, index) => value + (b[position]?.[index] ?? 0)));
}

describe('the workflow of a separation', () => {
  it('gives stems of the exact length that add up to the mix', async () => {
    const { run, stem, objects } = await workflow();
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
    const whole = await workflow();
    await whole.run(wavFile(song.mix, 44_100, 'float32'));
    const inOne = whole.stem('drums').channels;
    const cut = await workflow(1.5);
    const record = await cut.run(wavFile(song.mix, 44_100, 'float32'));
    expect(record.allChunks).toBe(5);
    expect(record.finishedChunks).toEqual(new Set([0, 1, 2, 3, 4]));
    expect(signalToDistortion(inOne, cut.stem('drums').channels)).toBeGreaterThan(110);
  });

  it('keeps a mono song mono and brings any rate to 44.1 kHz', async () => {
    const { run, stem } = await workflow();
    const mono = synthesizeSong({ seconds: 3, sampleRate: 48_000 }).mix[0];
    await run(wavFile([mono], 48_000, 'float32'));
    const { channels, sampleRate } = stem('drums');
    expect([channels.length, sampleRate, channels[0]?.length]).toEqual([1, 44_100, 3 * 44_100]);
  });

  it('writes 16 bit stems that add up to a 16 bit mix within two steps', async () => {
    const { run, stem } = await workflow(2);
    const input = wavFile(song.mix, 44_100, 'int16');
    await run(input, { outputFormat: 1 });
    const rebuilt = sum(stem('drums').channels, stem('other').channels);
    expect(signalToDistortion(readWav(input).channels, rebuilt)).toBeGreaterThan(70);
  });

  it('writes 16 bit stems that add up to a clipped mix, over the seams of its chunks too', async () => {
    const clipped = song.mix.map((channel) => channel.map((value) => Math.max(-1, Math.min(1, 4 * value))));
    const input = wavFile(clipped, 44_100, 'int16');
    expect(clipped[0]?.filter((value) => Math.abs(value) === 1).length).toBeGreaterThan(1_000);
    for (const chunkSeconds of [30, 1.5]) {
      const { run, stem } = await workflow(chunkSeconds);
      await run(input, { outputFormat: 1 });
      const rebuilt = sum(stem('drums').channels, stem('other').channels);
      expect(signalToDistortion(readWav(input).channels, rebuilt)).toBeGreaterThan(80);
    }
  });

  it('makes all stems quieter alike where one goes over full scale, and says so', async () => {
    const loud = song.mix.map((channel) => channel.map((value) => value * 4));
    const input = wavFile(loud, 44_100, 'float32');
    const { run, stem, engine } = await workflow(3);
    const record = await run(input, { outputFormat: 1 });
    const peak = Math.max(...(record.peaks ?? []));
    expect(peak).toBeGreaterThan(1.5);
    const rebuilt = sum(stem('drums').channels, stem('other').channels);
    const quieter = loud.map((channel) => channel.map((value) => value / peak));
    expect(signalToDistortion(quieter, rebuilt)).toBeGreaterThan(60);
    expect(engine(record).data.message).toContain(`${(20 * Math.log10(peak)).toFixed(1)} dB quieter`);

    const float = await run(input, { outputFormat: 4 });
    const kept = sum(stem('drums').channels, stem('other').channels);
    expect(signalToDistortion(loud, kept)).toBeGreaterThan(90);
    expect(engine(float).data.message).toBe('Your file is separated.');
  });

  it('hands the tags and the cover of a song to its stems, and tells them', async () => {
    const { run, engine, objects } = await workflow();
    const tags = { title: 'Größe', artist: 'Ann, Bob', track: '3/12', date: '1999' };
    const cover = { mimeType: 'image/png', bytes: PIXEL } as const;
    const tagged = await encoded(mp3Encoder, { sound: song.mix, tags, cover });
    const record = await run(tagged, { outputFormat: 2 });
    expect(record).toMatchObject({ tags, cover: 'image/png' });
    expect(engine(record).data).toMatchObject({ tags, output_format: 'flac (lossless, 16 bit)' });
    const file = objects.get('storage/processed/20260812120000-0123456789-song_drums.flac');
    const { tags: written, cover: drawn } = await readTags(new Blob([file ?? '']));
    expect(written).toEqual(tags);
    expect(Buffer.from(drawn?.bytes ?? [])).toEqual(PIXEL);
  });

  it('loses no more of a song than the samples that are damaged', async () => {
    const { run, stem } = await workflow();
    const damaged = song.mix.map((channel) => channel.slice());
    [3e38, Number.NaN, -3e38, Number.POSITIVE_INFINITY].forEach((value, index) => {
      damaged[index % 2]?.fill(value, 100_000 + index, 100_001 + index);
    });
    await run(wavFile(damaged, 44_100, 'float32'));
    const rebuilt = sum(stem('drums').channels, stem('other').channels);
    expect(signalToDistortion(song.mix, rebuilt)).toBeGreaterThan(40);
  });

  it('prepares the same again while it is distributed, and counts on', async () => {
    const { deps, objects, separations, put, merge, stem } = await workflow(3);
    objects.set(`storage/temp/${HASH}`, wavFile(song.mix, 44_100, 'float32'));
    await put(started);
    const first = await prepareSeparation(deps, HASH);
    await separateChunk(deps, HASH, 0);
    const [record, stored] = [await separations.separation(HASH), new Map(objects)];
    expect(record).toMatchObject({ status: 'distributing', finishedChunks: new Set([0]) });
    // The setting has changed in between.
    const again = await prepareSeparation({ ...deps, chunkSamples: chunkSamplesFor(1) }, HASH);
    expect(again).toEqual(first);
    expect(await separations.separation(HASH)).toEqual(record);
    expect(objects).toEqual(stored);
    for (const { index } of again.chunks) await separateChunk(deps, HASH, index);
    await merge();
    const rebuilt = sum(stem('drums').channels, stem('other').channels);
    expect(signalToDistortion(song.mix, rebuilt)).toBeGreaterThan(90);
  });

  it('separates a chunk that two runs work on at once, once as far as anybody can tell', async () => {
    const { objects, separations, run } = await workflow(3);
    await run(wavFile(song.mix, 44_100, 'float32'));
    const alone = new Map(objects);
    const second = await workflow(3);
    second.objects.set(`storage/temp/${HASH}`, wavFile(song.mix, 44_100, 'float32'));
    await second.put(started);
    const { chunks } = await prepareSeparation(second.deps, HASH);
    for (const { index } of chunks) {
      await Promise.all([1, 2].map(() => separateChunk(second.deps, HASH, index)));
    }
    expect((await second.separations.separation(HASH)).finishedChunks).toEqual(new Set([0, 1, 2]));
    await second.merge();
    expect(second.objects).toEqual(alone);
    expect(await second.separations.separation(HASH)).toEqual(await separations.separation(HASH));
  });

  it('merges again when it was cut off while merging', async () => {
    const { deps, objects, store, separations, put, write, finish, stem } = await workflow(3);
    objects.set(`storage/temp/${HASH}`, wavFile(song.mix, 44_100, 'float32'));
    await put(started);
    for (const { index } of (await prepareSeparation(deps, HASH)).chunks) {
      await separateChunk(deps, HASH, index);
    }
    const cutOff = tables.through(store, async (command, send) => {
      if (command === 'TransactWriteItemsCommand') throw new Error('cut off');
      return send();
    });
    await expect(finish(await write(), cutOff)).rejects.toThrow('cut off');
    expect(await separations.separation(HASH)).toMatchObject({ status: 'merging' });
    const [files = []] = await Promise.all([write(), write()]);
    expect(await Promise.all([finish(files), finish(files)])).toEqual(expect.arrayContaining([true, false]));
    const record = await separations.separation(HASH);
    expect(record).toMatchObject({ status: 'done', files: [{ label: 'Drums' }, { label: 'Other' }] });
    const rebuilt = sum(stem('drums').channels, stem('other').channels);
    expect(signalToDistortion(song.mix, rebuilt)).toBeGreaterThan(90);
  });

  it('ends the same when every step runs twice', async () => {
    const { deps, run, separations, finish, stem, puts } = await workflow(3);
    await run(wavFile(song.mix, 44_100, 'float32'));
    const once = stem('other').channels;
    const before = await separations.separation(HASH);
    const again = await prepareSeparation(deps, HASH);
    expect(again.chunks).toEqual([0, 1, 2].map((index) => ({ hash: HASH, index })));
    const written = puts.length;
    await separateChunk(deps, HASH, 1);
    await expect(writeStem(deps, HASH, 'other')).rejects.toThrow('has ended');
    expect(await finish([])).toBe(false);
    expect(puts.length).toBe(written);
    expect(await separations.separation(HASH)).toEqual(before);
    expect(stem('other').channels).toEqual(once);
  });

  it('counts a chunk as finished only once it is stored', async () => {
    const { deps, objects, separations, put } = await workflow(3);
    objects.set(`storage/temp/${HASH}`, wavFile(song.mix, 44_100));
    await put(started);
    await prepareSeparation(deps, HASH);
    expect(await separations.separation(HASH)).toMatchObject({ status: 'distributing', allChunks: 3 });
    objects.delete(`work/${HASH}/chunk-1.f32`);
    await expect(separateChunk(deps, HASH, 1)).rejects.toThrow('does not exist');
    await separateChunk(deps, HASH, 2);
    await expect(separateChunk(deps, HASH, 9)).rejects.toThrow('no chunk 9');
    expect((await separations.separation(HASH)).finishedChunks).toEqual(new Set([2]));
  });

  it('tells the algorithm in the names of files, for whoever wants long ones', async () => {
    const { run } = await workflow();
    const record = await run(wavFile(song.mix, 44_100), { longFilenames: true });
    expect(record.files?.map(({ fileName }) => fileName)).toEqual([
      '20260812120000-0123456789-song_median_hpss_drums.wav',
      '20260812120000-0123456789-song_median_hpss_other.wav',
    ]);
  });

  it('refuses a song that plays much longer than it was charged for', async () => {
    const { run } = await workflow();
    await expect(run(wavFile([new Float32Array(4_000 * 60)], 4_000), { seconds: 7 })).rejects.toThrow(
      'The headers of the file say 7 seconds, but it plays longer.',
    );
  });

  it.each([
    ['an empty file', Buffer.alloc(0), 'empty'],
    ['text', Buffer.from('not a song '.repeat(99)), 'not audio'],
    [
      'twelve channels',
      wavFile(Array<Float32Array>(12).fill(new Float32Array(9_000)), 44_100),
      '12 channels',
    ],
    ['a click', wavFile([new Float32Array(400)], 44_100), 'too short'],
  ])('refuses %s with a reason', async (_, input, reason) => {
    const { run } = await workflow();
    await expect(run(input)).rejects.toMatchObject({
      name: 'UnusableAudio',
      message: expect.stringContaining(reason),
    });
  });

  it('knows no separation that is on no record', async () => {
    const { deps } = await workflow();
    const unknown = { name: 'UnknownSeparation' };
    await expect(prepareSeparation(deps, 'x')).rejects.toMatchObject(unknown);
    await expect(separateChunk(deps, 'x', 0)).rejects.toMatchObject(unknown);
    await expect(writeStem(deps, 'x', 'drums')).rejects.toMatchObject(unknown);
  });
});
