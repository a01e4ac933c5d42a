import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeAudio } from '../../../shared/audio/decode-audio.ts';
import type { DatasetSource } from '../../../shared/quality-checker/dataset-source.ts';
import { sine } from '../../audio/sine.ts';
import { wavFile } from '../../audio/wav-file.ts';
import { startTestChecker, type TestChecker } from './test-checker.ts';
import { handmadeZip, honestZip } from './zips.ts';

const RATE = 44_100;
const LENGTH = 20_000;
const SONGS = { 'First Song': 440, second_song: 550 } as const;

const track = (hertz: number, length = LENGTH) => [sine(length, hertz), sine(length, hertz * 1.5, RATE, 0.2)];
const stemsOf = (hertz: number) => ({ vocals: track(hertz), instrum: track(hertz / 4) });

/** Two songs with two stems each. */
const source: DatasetSource = {
  stems: ['vocals', 'instrum'],
  songs: Object.entries(SONGS).map(([name, hertz]) => ({
    name,
    sampleRate: RATE,
    channels: 2,
    samples: LENGTH,
    encoding: 'float32',
    stem: async (stem) => (stem === 'vocals' ? stemsOf(hertz).vocals : stemsOf(hertz).instrum),
  })),
};

type Encoding = 'int16' | 'float32';

/** Every stem as it should be, under the names that `path` makes. */
function perfect(
  path: (song: string, stem: string) => string,
  encoding: Encoding = 'float32',
): Record<string, Buffer> {
  return Object.fromEntries(
    Object.entries(SONGS).flatMap(([song, hertz]) =>
      Object.entries(stemsOf(hertz)).map(([stem, channels]) => [
        path(song, stem),
        wavFile(channels, RATE, encoding),
      ]),
    ),
  );
}

const flat = (song: string, stem: string) => `${song}_${stem}.wav`;
const files = perfect(flat);
const entriesOf = (these: Record<string, Buffer>) =>
  Object.entries(these).map(([name, data]) => ({ name, data }));
const VOCALS = 'First Song_vocals.wav';

let checker: TestChecker;
beforeAll(async () => {
  checker = await startTestChecker();
  await checker.install(source);
});
afterAll(() => checker.stop());

/** What is wrong with a zip, in the words of its entry. */
async function problemOf(zip: Buffer): Promise<string> {
  const entry = await checker.judged(zip);
  expect(entry).toMatchObject({ proc: 1, metrics: null, sdr_vocals: -1000, sdr_instrum: -1000 });
  expect((await checker.leaderboard()).data.map(({ id }) => id)).not.toContain(entry.id);
  return String(entry.msg);
}

describe('a zip is evaluated', () => {
  it.each([
    ['with files named song_stem', () => honestZip(files)],
    ['with a folder for each song', () => honestZip(perfect((song, stem) => `${song}/${stem}.wav`))],
    [
      'with one folder around everything',
      () => honestZip(perfect((song, stem) => `results/${song}/${stem}.wav`)),
    ],
    ['with names in capitals', () => honestZip(perfect((song, stem) => `${song}_${stem}.WAV`.toUpperCase()))],
    ['that is not compressed', () => honestZip(files, { store: true })],
    ['in the long form of zip', () => honestZip(files, { zip64: true })],
    [
      'with the litter of a desktop',
      () => honestZip({ ...files, '__MACOSX/._x.wav': Buffer.from('x'), '.DS_Store': Buffer.from('x') }),
    ],
  ])('%s', async (_, zip) => {
    expect(await checker.judged(await zip())).toMatchObject({ proc: 1, msg: 'OK' });
  });

  it('with perfect stems at the score of a perfect estimate, which is finite', async () => {
    const {
      sdr_vocals: vocals,
      sdr_instrum: instrum,
      metrics,
    } = await checker.judged(await honestZip(files));
    for (const sdr of [vocals, instrum].map(Number)) {
      expect(sdr).toBeGreaterThan(90);
      expect(sdr).toBeLessThan(140);
    }
    const line = (stem: string, sdr: unknown) => `Metric sdr for ${stem}: ${Number(sdr).toFixed(4)}`;
    expect(metrics).toBe(`${line('vocals', vocals)}\n${line('instrum', instrum)}`);
  });

  it('in 16 bits a little below it', async () => {
    const { sdr_vocals } = await checker.judged(await honestZip(perfect(flat, 'int16')));
    expect(sdr_vocals).toBeGreaterThan(70);
    expect(sdr_vocals).toBeLessThan(100);
  });

  it('with FLAC files, exactly as with WAV files of the same samples', async () => {
    const flac = readFileSync(new URL('../audio/fixtures/two-tones-16-bit.flac', import.meta.url));
    const { channels } = await decodeAudio(flac);
    await checker.install(
      {
        stems: ['vocals'],
        songs: [
          {
            name: 'x',
            sampleRate: RATE,
            channels: 2,
            samples: channels[0]?.length ?? 0,
            encoding: 'int16',
            stem: async () => channels,
          },
        ],
      },
      3,
      'Flac',
    );
    const entry = await checker.judged(await honestZip({ 'x/vocals.flac': flac }), { datasetType: 3 });
    expect(entry).toMatchObject({ msg: 'OK', dataset_name: 'Flac' });
    expect(entry.sdr_vocals).toBeGreaterThan(80);
  });

  it('when a stem is up to a tenth of a second too short or too long', async () => {
    for (const length of [LENGTH - 4_000, LENGTH + 4_000]) {
      const padded = { ...files, [VOCALS]: wavFile(track(440, length), RATE, 'float32') };
      const entry = await checker.judged(await honestZip(padded));
      expect(entry.msg).toBe('OK');
    }
  });
});

describe('a zip is refused by its directory, and the entry says why', () => {
  const bad = (record: Parameters<typeof handmadeZip>[0][number]) =>
    handmadeZip([...entriesOf(files), record]);
  const replaced = (record: Partial<Parameters<typeof handmadeZip>[0][number]>) =>
    handmadeZip(entriesOf(files).map((entry) => (entry.name === VOCALS ? { ...entry, ...record } : entry)));
  const x = Buffer.from('x');

  it.each([
    ['no zip', () => Buffer.alloc(5_000, 'noise'), /no zip/],
    ['an empty file', () => Buffer.alloc(0), /empty file/],
    ['an empty zip', () => handmadeZip([]), /zip is empty/],
    ['a zip without its end', async () => (await honestZip(files)).subarray(0, -30), /missing or damaged/],
    ['a zip without its beginning', async () => (await honestZip(files)).subarray(50_000), /damaged|cut off/],
    [
      'a path that leads out',
      () => bad({ name: '../First Song_vocals.wav', data: x }),
      /leads out of its folder/,
    ],
    ['a path that leads out in the middle', () => bad({ name: 'a/../../b.wav', data: x }), /leads out/],
    ['an absolute path', () => bad({ name: '/etc/passwd', data: x }), /absolute path/],
    ['a drive', () => bad({ name: 'C:stem.wav', data: x }), /absolute path/],
    ['a backslash', () => bad({ name: '..\\stem.wav', data: x }), /backslash/],
    ['a control character', () => bad({ name: 'stem\0.wav', data: x }), /control characters/],
    ['endless remarks', () => replaced({ comment: 'x'.repeat(60_000) }), /endless remarks/],
    ['an endless name', () => bad({ name: 'x'.repeat(600), data: x }), /overlong/],
    ['one name twice', () => bad({ name: VOCALS, data: x }), /twice/],
    ['one name twice but for its case', () => bad({ name: VOCALS.toLowerCase(), data: x }), /twice/],
    ['one name twice but for dots', () => bad({ name: `./${VOCALS}`, data: x }), /twice/],
    [
      'two files for one stem',
      () => bad({ name: 'First Song/vocals.wav', data: x }),
      /two files for one stem/,
    ],
    ['a symbolic link', () => replaced({ mode: 0o120777 }), /symbolic link/],
    ['an encrypted file', () => replaced({ flags: 1 }), /encrypted/],
    ['a strongly encrypted file', () => replaced({ flags: 0x41 }), /no zip that can be read/],
    ['an unusual compression', () => replaced({ method: 12 }), /method 12/],
    [
      'a size no stem has',
      () => replaced({ size: 0xfffffff0, packedSize: 0x0ffffff0 }),
      /unpacks to 4096 MB/,
    ],
    ['a size its data cannot have', () => replaced({ size: 0x70000000 }), /cannot have/],
    ['data behind its end', () => replaced({ packedSize: 0x0ffffff0, size: 100 }), /cut off/],
    ['more entries than there can be', () => handmadeZip(entriesOf(files), 60_000), /holds 60000 files/],
    [
      'a missing song',
      () => honestZip(Object.fromEntries(Object.entries(files).slice(0, 2))),
      /lacks second_song_vocals\.wav, second_song_instrum\.wav\./,
    ],
    [
      'a missing stem',
      () => honestZip(Object.fromEntries(Object.entries(files).slice(1))),
      /lacks First Song_vocals\.wav\./,
    ],
    ['a file too many', () => bad({ name: 'notes.txt', data: x }), /no stem of the dataset: notes\.txt/],
    [
      'a zip in the zip',
      async () => honestZip({ 'inner.zip': await honestZip(files) }),
      /lacks.*inner\.zip/s,
    ],
  ])('for %s', async (_, zip, message) => {
    expect(await problemOf(await zip())).toMatch(message);
  });

  it('when files share their data, each of them honest for itself', async () => {
    const names = Array.from({ length: 300 }, (_, index) => `bomb ${index}.wav`);
    const data = Buffer.alloc(200_000, Buffer.from([1, 2, 3, 5, 8]));
    const shared = names.map((name) => ({
      name,
      data: name === names[0] ? data : Buffer.alloc(0),
      offset: 0,
      size: 200_000,
      packedSize: 900,
    }));
    expect(await problemOf(handmadeZip(shared))).toMatch(/share their data/);
  });

  it('when silence without end is packed into next to nothing', async () => {
    const bomb = await honestZip({ ...files, [VOCALS]: Buffer.alloc(40_000_000) });
    expect(await problemOf(bomb)).toMatch(
      /First Song_vocals\.wav.*unpacks to 38 MB; no stem of this dataset has more than 1 MB/,
    );
  });
});

describe('a zip whose files are not what they should be is refused song by song', () => {
  const withVocals = (file: Buffer) => honestZip({ ...files, [VOCALS]: file });
  const wav = files[VOCALS] ?? Buffer.alloc(0);
  const lying = (record: { size?: number; crc?: number }) =>
    handmadeZip(entriesOf(files).map((entry) => (entry.name === VOCALS ? { ...entry, ...record } : entry)));

  it.each([
    [
      'more data than announced',
      () => lying({ size: 1_000 }),
      /"First Song_vocals\.wav" in the zip is not what its directory says/,
    ],
    ['less data than announced', () => lying({ size: wav.length + 5 }), /not what its directory says/],
    ['another checksum', () => lying({ crc: 12345 }), /not what its directory says/],
    [
      'another rate',
      () => withVocals(wavFile(track(440), 48_000)),
      /vocals of First Song has 48000 samples a second; the song has 44100/,
    ],
    [
      'mono for stereo',
      () => withVocals(wavFile([sine(LENGTH, 440)], RATE)),
      /vocals of First Song is mono; the song is stereo/,
    ],
    [
      'too few samples',
      () => withVocals(wavFile(track(440, LENGTH - 4_411), RATE)),
      /has 15589 samples; the song has 20000/,
    ],
    [
      'too many samples',
      () => withVocals(wavFile(track(440, LENGTH + 4_411), RATE)),
      /more samples than the song; the song has 20000/,
    ],
    ['a header and no sound', () => withVocals(wav.subarray(0, 58)), /vocals of First Song: .* no sound/],
    [
      'text',
      () => withVocals(Buffer.alloc(3_000, 'la la la ')),
      /vocals of First Song: The file is not audio/,
    ],
    ['nothing', () => withVocals(Buffer.alloc(0)), /vocals of First Song: The file is empty/],
  ])('for %s', async (_, zip, message) => {
    expect(await problemOf(await zip())).toMatch(message);
  });

  it('and names what is wrong with every song', async () => {
    const mono = wavFile([sine(LENGTH, 440)], RATE);
    const message = await problemOf(
      await honestZip({ ...files, [VOCALS]: mono, 'second_song_instrum.wav': wavFile(track(440), 22_050) }),
    );
    expect(message).toMatch(/vocals of First Song is mono.*instrum of second_song has 22050/s);
  });
});

describe('a zip that is damaged anywhere', () => {
  it('is evaluated, or refused for what is wrong with it, and never breaks the checker', async () => {
    const honest = await honestZip(files);
    const kept = honest.length;
    // Most of a zip is data: directory and headers, where the traps are, get their share of the damage.
    const place = fc.oneof(
      fc.integer({ min: 0, max: kept - 1 }),
      fc.integer({ min: kept - 500, max: kept - 1 }),
      fc.integer({ min: 0, max: 200 }),
    );
    const damage = fc.array(fc.tuple(place, fc.integer({ min: 0, max: 255 })), {
      minLength: 1,
      maxLength: 6,
    });
    await fc.assert(
      fc.asyncProperty(damage, fc.option(place), async (changes, end) => {
        const zip = Buffer.from(honest.subarray(0, end ?? kept));
        for (const [at, value] of changes) if (at < zip.length) zip[at] = value;
        const { proc, msg } = await checker.judged(zip);
        expect(proc).toBe(1);
        expect(msg).not.toMatch(/inside the server/);
        expect(String(msg).length).toBeGreaterThan(1);
      }),
      { numRuns: 80 },
    );
  });
});
