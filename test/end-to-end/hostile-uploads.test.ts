import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { synthesizeSong } from '../audio/synthesize-song.ts';
import { wavFile } from '../audio/wav-file.ts';
import { TestPipeline } from './test-pipeline.ts';

const song = synthesizeSong({ seconds: 2, seed: 5 });
const songFile = wavFile(song.mix, song.sampleRate);

let pipeline: TestPipeline;
beforeAll(async () => {
  pipeline = await TestPipeline.start();
});
afterAll(() => pipeline.stop());

describe('an upload that is no song', () => {
  const zeroChannels = Buffer.from(songFile);
  zeroChannels.writeUInt16LE(0, 22);

  it.each([
    ['an empty file', 'empty.wav', Buffer.alloc(0)],
    ['text with the name of a song', 'letter.wav', Buffer.from('Dear engineer,\n'.repeat(500))],
    ['a header that promises no channels', 'zero.wav', zeroChannels],
    ['a header without samples', 'header.wav', songFile.subarray(0, 44)],
  ])('is refused with a clear reason: %s', async (_, name, body) => {
    const { job, step, failure } = await pipeline.separate(`uploads/${name}`, body);
    expect(job.state).toBe('failed');
    expect(failure).toMatchObject({ error: 'UnusableAudio', charged: 'no' });
    expect(failure?.reason).toMatch(/\w+ \w+ .*\./);
    expect(step.separationHash).toBeUndefined();
  });
});

describe('an upload that is odd but a song', () => {
  it('accepts a WAV that was cut off, and separates what is there', async () => {
    const half = songFile.subarray(0, 44 + Math.floor(songFile.length / 8) * 4);
    const { job } = await pipeline.separate('uploads/cut.wav', half);
    expect(job.state).toBe('done');
    expect(job.audio?.seconds).toBeCloseTo(1, 1);
  });

  it.each([
    ['spaces, umlauts and emoji', 'uploads/Über allen Gipfeln 🎸/ist Ruh + 50% "live".wav'],
    ['dots and no extension', 'uploads/a.b/..song..'],
    ['an extension in capitals', 'uploads/SONG.WAV'],
  ])('accepts a name with %s', async (_, key) => {
    const { job, files, failure } = await pipeline.separate(key, songFile);
    expect(failure).toBeUndefined();
    expect(job.state).toBe('done');
    expect(await pipeline.keys('stems/')).toEqual(expect.arrayContaining(files.map((file) => file.key)));
  });

  it('ends a key of 1000 characters with stems or a reason, before any money is spent', async () => {
    const { job, failure } = await pipeline.separate(`uploads/${'long/'.repeat(198)}x.wav`, songFile);
    expect(job.state).toBe('failed');
    expect(failure).toMatchObject({ error: 'StemsKeyTooLong', charged: 'no' });
  });

  it('accepts the longest key whose stems still fit', async () => {
    const { job } = await pipeline.separate(`uploads/${'long/'.repeat(150)}x.wav`, songFile);
    expect(job.state).toBe('done');
  });

  it('keeps the stems of two songs apart that differ only in their extension', async () => {
    const first = await pipeline.separate('uploads/twin.wav', songFile);
    const second = await pipeline.separate('uploads/twin.wave', songFile);
    const keys = [first, second].flatMap(({ files }) => files.map((file) => file.key));
    expect(new Set(keys).size).toBe(4);
  });
});
