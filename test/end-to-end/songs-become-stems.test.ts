import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import tone from '@tonejs/midi';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeAudio } from '../../shared/audio/decode-audio.ts';
import { signalToDistortion } from '../audio/signal-to-distortion.ts';
import { synthesizeSong } from '../audio/synthesize-song.ts';
import { tones } from '../audio/tones.ts';
import { wavFile } from '../audio/wav-file.ts';
import type { SongJob } from './song-job.ts';
import { TestPipeline } from './test-pipeline.ts';

const song = synthesizeSong({ seconds: 6, seed: 3 });
const songFile = wavFile(song.mix, song.sampleRate);

let pipeline: TestPipeline;
beforeAll(async () => {
  pipeline = await TestPipeline.start();
});
afterAll(() => pipeline.stop());

async function stemOf({ files }: SongJob, name: string): Promise<readonly Float32Array[]> {
  const file = files.find(({ stem }) => stem === name);
  if (file === undefined) throw new Error(`There is no stem ${name}.`);
  return (await decodeAudio(await pipeline.object(file.key))).channels;
}

function sum(stems: readonly (readonly Float32Array[])[]): Float32Array[] {
  const [first] = stems;
  return (first ?? []).map((channel, index) =>
    channel.map((_, at) => stems.reduce((total, stem) => total + (stem[index]?.[at] ?? 0), 0)),
  );
}

describe('a song dropped in the bucket', () => {
  let song44: SongJob;
  beforeAll(async () => {
    song44 = await pipeline.separate('uploads/live/2026/my song.wav', songFile);
  });

  it('becomes stems beside each other, under a path that mirrors its own', async () => {
    expect(song44.failure).toBeUndefined();
    expect(await pipeline.keys('stems/')).toEqual([
      'stems/live/2026/my song/mvsep-drums/drums.wav',
      'stems/live/2026/my song/mvsep-drums/manifest.json',
      'stems/live/2026/my song/mvsep-drums/other.wav',
    ]);
  });

  it('has stems that add up to the mix: the residual is at least 40 dB below it', async () => {
    const summed = sum([await stemOf(song44, 'drums'), await stemOf(song44, 'other')]);
    expect(signalToDistortion(song.mix, summed)).toBeGreaterThan(40);
  });

  it('has drums that are at least 5 dB, and other that is at least 1 dB better than the mix itself', async () => {
    const gain = async (name: 'drums' | 'other') =>
      signalToDistortion(song.stems[name], await stemOf(song44, name)) -
      signalToDistortion(song.stems[name], song.mix);
    expect(await gain('drums')).toBeGreaterThan(5);
    expect(await gain('other')).toBeGreaterThan(1);
  });

  it('leaves a manifest that says what was done, from what, at which price, in what time', async () => {
    const manifest = JSON.parse((await pipeline.object(song44.job.manifestKey ?? '')).toString());
    const drums = await pipeline.object('stems/live/2026/my song/mvsep-drums/drums.wav');
    expect(manifest).toMatchObject({
      source: { key: 'uploads/live/2026/my song.wav', bytes: songFile.length },
      state: 'done',
      separations: [{ step: 'mvsep-drums', state: 'done', separation: { type: 44, outputFormat: 1 } }],
      totals: { stems: 2, creditsQuoted: 1 },
    });
    expect(JSON.stringify(manifest)).toContain(createHash('sha256').update(drums).digest('hex'));
    const timings = { ...manifest.timingsMs, ...manifest.separations[0].timingsMs };
    expect(Object.keys(timings)).toEqual(['inspect', 'total', 'turn', 'create', 'separate', 'copy']);
    expect(Object.values(timings).every((value) => Number(value) >= 0)).toBe(true);
  });

  it('tells its whole story on the record', () => {
    const { job, step, files } = song44;
    expect(job.audio).toMatchObject({ sampleRate: 44_100, channels: 2 });
    expect(job.audio?.seconds).toBeCloseTo(6, 2);
    expect(job.credits?.quoted).toBe(1);
    expect([...job.events, ...step.events].length).toBeGreaterThanOrEqual(8);
    expect(files).toHaveLength(2);
    expect(files.every(({ bytes, sha256 }) => bytes > 44 && sha256.length === 64)).toBe(true);
  });

  it('takes at most 10 state transitions', async () => {
    expect(pipeline.transitions(song44)).toBeLessThanOrEqual(10);
  });
});

describe('the metadata of an upload', () => {
  it('chooses another separation and another format', async () => {
    const job = await pipeline.separate('uploads/centre.wav', songFile, {
      'sep-type': '55',
      'output-format': '4',
    });
    expect(job.failure).toBeUndefined();
    const names = job.files.map(({ stem }) => stem);
    expect(names).toHaveLength(2);
    const stems = await Promise.all(names.map((name) => stemOf(job, name)));
    const { channels: uploaded } = await decodeAudio(songFile);
    expect(signalToDistortion(uploaded, sum(stems))).toBeGreaterThan(120);
  });

  it('chooses a type that answers notes instead of sound', async () => {
    const song = tones(44_100, 44_100, [{ pitch: 69, start: 0.2, end: 0.9 }]);
    const job = await pipeline.separate('uploads/notes.wav', wavFile([song], 44_100), { 'sep-type': '114' });
    expect(job.failure).toBeUndefined();
    expect(job.files.map(({ stem, key }) => [stem, key.replace(/^.*\//, '')])).toEqual([
      ['midi', 'midi.mid'],
    ]);
    const [file = Buffer.alloc(0)] = await Promise.all(job.files.map(({ key }) => pipeline.object(key)));
    const notes = new tone.Midi(file).tracks.flatMap((track) => track.notes);
    expect(notes.map(({ midi }) => midi)).toEqual([69]);
  });

  it.each([
    ['a type that is no number', { 'sep-type': 'drums' }, 'sep-type'],
    ['a type that does not exist', { 'sep-type': '9999' }, '9999'],
    ['an option that the type does not have', { 'sep-type': '44', 'add-opt1': '77' }, '77'],
    ['a type that this engine cannot run', { 'sep-type': '29' }, '29'],
  ])('is refused with a sentence when it names %s', async (_, metadata, named) => {
    const key = `uploads/refused-${named}.wav`;
    await pipeline.upload(key, songFile, metadata);
    const job = await pipeline.jobOf(key);
    expect(job.failure?.reason).toContain(named);
    expect(job.failure?.charged).toBe('no');
    expect(await pipeline.keys(`stems/refused-${named}`)).toEqual([]);
  });
});

describe('songs in other clothes', () => {
  const { mix } = synthesizeSong({ seconds: 2, seed: 7 });

  it.each(['flac', 'mp3', 'ogg'])('accepts %s', async (format) => {
    const body = readFileSync(`test/fixtures/formats/song.${format}`);
    const job = await pipeline.separate(`uploads/as-${format}.${format}`, body);
    expect(job.failure).toBeUndefined();
    const stems = await Promise.all(['drums', 'other'].map((name) => stemOf(job, name)));
    expect(stems[0]?.[0]?.length).toBe(mix[0].length);
    expect(signalToDistortion(mix, sum(stems))).toBeGreaterThan(format === 'flac' ? 40 : 10);
  });

  it('accepts mono, and gives mono back', async () => {
    const job = await pipeline.separate('uploads/mono.wav', wavFile([mix[0]], 44_100, 'float32'));
    expect(job.failure).toBeUndefined();
    const stems = await Promise.all(['drums', 'other'].map((name) => stemOf(job, name)));
    expect(stems[0]).toHaveLength(1);
    expect(signalToDistortion([mix[0]], sum(stems))).toBeGreaterThan(40);
  });

  it('accepts a rate of 48 kHz', async () => {
    const at48 = synthesizeSong({ seconds: 2, seed: 7, sampleRate: 48_000 });
    const job = await pipeline.separate('uploads/48k.wav', wavFile(at48.mix, 48_000));
    expect(job.failure).toBeUndefined();
    expect((await stemOf(job, 'drums'))[0]?.length).toBeGreaterThan(44_100 * 2 - 10);
  });
});
