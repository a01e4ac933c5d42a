import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { WrongUsage } from '../../../infra/command-line/wrong-usage.ts';
import { datasetFolder } from '../../../infra/operator/dataset-folder.ts';
import { installDataset } from '../../../infra/operator/install-dataset.ts';
import { decodeAudio } from '../../../shared/audio/decode-audio.ts';
import { readObject } from '../../../shared/aws/read-object.ts';
import { DatasetStore } from '../../../shared/quality-checker/dataset-store.ts';
import { qualityKeys } from '../../../shared/quality-checker/quality-keys.ts';
import { synthDataset } from '../../../shared/quality-checker/synth-dataset.ts';
import { sine } from '../../audio/sine.ts';
import { wavFile } from '../../audio/wav-file.ts';
import { OPERATOR, type RunningS3, startLocalS3 } from '../../local/s3/start-local-s3.ts';

const tone = (hertz: number, length = 1_000, rate = 44_100) =>
  wavFile([sine(length, hertz), sine(length, hertz)], rate);

let folder: string;
let storage: RunningS3;
beforeAll(async () => {
  storage = await startLocalS3();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
afterAll(() => storage.stop());

function folderWith(files: Readonly<Record<string, Buffer>>): string {
  folder = mkdtempSync(join(tmpdir(), 'dataset-'));
  for (const [path, bytes] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  }
  return folder;
}

/** Runs the operator's command on the bucket of the test. */
async function install(
  words: readonly string[],
  options: Readonly<Record<string, string>> = {},
  flags: readonly string[] = [],
) {
  const lines: string[] = [];
  await installDataset.run({
    words,
    option: (name) => options[name],
    flag: (name) => flags.includes(name),
    deployment: async () => ({
      name: 'a test',
      clientSettings: () => ({
        region: 'eu-west-1',
        endpoint: storage.endpoint,
        credentials: { ...OPERATOR },
      }),
      output: () => 'quiet',
    }),
    print: (line) => lines.push(line),
    now: () => new Date(),
  });
  return lines.join('\n');
}

const stored = async (key: string) =>
  (await decodeAudio(await readObject(storage.client(), 'quiet', key))).channels;

describe('a folder of stems', () => {
  it.each([
    ['a folder a song', { 'b/vocals.wav': tone(440), 'b/other.wav': tone(110), 'b/bass.wav': tone(55) }],
    [
      'flat names',
      { 'b_vocals.wav': tone(440), 'b_Other.wav': tone(110), 'b_bass.WAV': tone(55), 'readme.txt': tone(1) },
    ],
  ])('is read as a dataset, with %s, its stems in the usual order', async (_, files) => {
    const { stems, songs } = await datasetFolder(folderWith(files));
    expect(stems).toEqual(['vocals', 'bass', 'other']);
    expect(songs).toMatchObject([
      { name: 'b', sampleRate: 44_100, channels: 2, samples: 1_000, encoding: 'int16' },
    ]);
  });

  it.each([
    [
      'a stem that one song lacks',
      { 'a/vocals.wav': tone(1), 'b/vocals.wav': tone(1), 'b/drums.wav': tone(1) },
      /song a has no drums/,
    ],
    ['other lengths', { 'a/vocals.wav': tone(1), 'a/drums.wav': tone(1, 999) }, /1000 samples.*999 samples/],
    ['other rates', { 'a/vocals.wav': tone(1), 'a/drums.wav': tone(1, 1_000, 48_000) }, /44100.*48000/],
    ['a mixture of another length', { 'a/vocals.wav': tone(1), 'a/mixture.wav': tone(1, 998) }, /998/],
    ['no sound', { 'a/vocals.wav': Buffer.from('nothing') }, /vocals\.wav: The WAV file ends/],
    ['no stems', { 'notes.txt': Buffer.from('nothing') }, /holds no stems/],
    ['a name without a stem', { 'vocals.wav': tone(1) }, /does not tell song and stem/],
  ])('is refused with a sentence for %s', async (_, files, message) => {
    await expect(datasetFolder(folderWith(files))).rejects.toThrow(message);
  });
});

describe('install-dataset', () => {
  it('writes true stems, mixtures and the description, and refuses to do it twice without --replace', async () => {
    const files = { 'a/vocals.wav': tone(440), 'a/drums.wav': tone(110) };
    const options = { type: '5', name: 'Mine' };
    expect(await install([folderWith(files)], options)).toMatch(
      /Mine is dataset_type 5: 1 songs with vocals, drums/,
    );
    const dataset = await new DatasetStore(storage.client(), 'quiet').find(5);
    expect(dataset).toEqual({
      type: 5,
      name: 'Mine',
      stems: ['vocals', 'drums'],
      songs: [{ name: 'a', sampleRate: 44_100, channels: 2, samples: 1_000 }],
    });
    const [vocals, drums] = [
      await stored(qualityKeys.reference(5, 'a', 'vocals')),
      await stored(qualityKeys.reference(5, 'a', 'drums')),
    ];
    expect(vocals).toEqual((await decodeAudio(files['a/vocals.wav'])).channels);
    const sum = vocals.map((channel, position) =>
      channel.map((value, index) => value + (drums[position]?.[index] ?? 0)),
    );
    expect(await stored('storage/datasets/5/a_mixture.wav')).toEqual(sum);
    await expect(install([folder], options)).rejects.toThrow(/installed already \(Mine\)/);
    await expect(install([folder], options, ['replace'])).resolves.toMatch(/Mine/);
  });

  it('takes a mixture that comes with the song, and adds no instruments twice', async () => {
    const files = {
      'a/vocals.wav': tone(440),
      'a/instrum.wav': tone(110),
      'a/drums.wav': tone(55),
      'b/vocals.wav': tone(440),
      'b/instrum.wav': tone(110),
      'b/drums.wav': tone(55),
      'b/mixture.wav': tone(220),
    };
    await install([folderWith(files)], { type: '6', name: 'Halves' });
    const two = (
      await Promise.all([files['a/vocals.wav'], files['a/instrum.wav']].map((file) => decodeAudio(file)))
    ).map(({ channels }) => channels[0]);
    expect((await stored(qualityKeys.mixture(6, 'a')))[0]).toEqual(
      two[0]?.map((value, index) => value + (two[1]?.[index] ?? 0)),
    );
    expect(await stored(qualityKeys.mixture(6, 'b'))).toEqual(
      (await decodeAudio(files['b/mixture.wav'])).channels,
    );
  });

  it.each([
    ['no folder', [], { type: '1', name: 'x' }],
    ['no name', ['.'], { type: '1' }],
    ['a type that is no number', ['.'], { type: 'synth', name: 'x' }],
    ['a type that the API does not know', ['.'], { type: '13', name: 'x' }],
    ['a name that is too long', ['.'], { type: '1', name: 'x'.repeat(61) }],
  ])('refuses a call with %s', async (_, words, options) => {
    folder = '';
    await expect(install(words, options)).rejects.toThrow(WrongUsage);
  });

  it.each([
    ['a stem', { 'a/lead-vocals.wav': tone(440) }, /^A stem is named by .*, not "lead-vocals"\.$/],
    ['a song', { 'a#1/vocals.wav': tone(440) }, /^A song is named by .*, not "a#1"\.$/],
  ])('refuses with a sentence %s whose name files and answers cannot bear', async (_, files, message) => {
    await expect(install([folderWith(files)], { type: '7', name: 'x' })).rejects.toThrow(message);
  });

  it('installs the dataset that comes with the Engine', async () => {
    folder = '';
    expect(await install([], {}, ['synth'])).toMatch(/Synth is dataset_type 0: 3 songs with vocals, instrum/);
  });
});

describe('the dataset that comes with the Engine', () => {
  const { songs, stems } = synthDataset();

  it('is the same every time, small, and loud enough', async () => {
    const again = synthDataset().songs;
    let bytes = 0;
    for (const [index, song] of songs.entries()) {
      for (const stem of stems) {
        const channels = await song.stem(stem);
        expect(channels).toEqual(await again[index]?.stem(stem));
        bytes += wavFile(channels, song.sampleRate).length;
        const power =
          channels.flatMap((channel) => [...channel]).reduce((sum, value) => sum + value ** 2, 0) /
          song.samples /
          2;
        expect(10 * Math.log10(power)).toBeGreaterThan(-35);
      }
    }
    expect(bytes).toBeLessThan(4_400_000);
  });

  it('has mixtures that are its stems, to the last bit', async () => {
    folder = '';
    await install([], {}, ['synth', 'replace']);
    for (const { name } of songs) {
      const parts = await Promise.all(stems.map((stem) => stored(qualityKeys.reference(0, name, stem))));
      const sum = [0, 1].map((channel) =>
        parts[0]?.[channel]?.map((value, at) => value + (parts[1]?.[channel]?.[at] ?? 0)),
      );
      expect(await stored(qualityKeys.mixture(0, name))).toEqual(sum);
    }
  });
});
