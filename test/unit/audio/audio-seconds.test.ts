import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { audioSeconds as secondsOf } from '../../../shared/audio/audio-seconds.ts';
import { decodeAudio } from '../../../shared/audio/decode-audio.ts';
import { bufferSource } from '../../../shared/streams/buffer-source.ts';
import { aiffFile } from '../../audio/aiff-file.ts';
import { wavFile } from '../../audio/wav-file.ts';

const fixture = (name: string) => readFileSync(new URL(`fixtures/${name}`, import.meta.url));
const song = (name: string) => readFileSync(new URL(`../../fixtures/formats/${name}`, import.meta.url));

const audioSeconds = (file: Buffer) => secondsOf(bufferSource(file));

/** A copy of a FLAC file that says it has this many samples. */
function saying(samples: bigint, flac: Buffer): Buffer {
  const file = Buffer.from(flac);
  const packed = file.readBigUInt64BE(18);
  file.writeBigUInt64BE(((packed >> 36n) << 36n) | samples, 18);
  return file;
}

describe('audioSeconds', () => {
  it.each([
    ['two-tones.mp3', fixture('two-tones.mp3')],
    ['two-tones-gapless.mp3', fixture('two-tones-gapless.mp3')],
    ['two-tones-16-bit.flac', fixture('two-tones-16-bit.flac')],
    ['song.mp3', song('song.mp3')],
    ['song.flac', song('song.flac')],
    ['two-tones.ogg', fixture('two-tones.ogg')],
    ['two-tones-flac.ogg', fixture('two-tones-flac.ogg')],
    ['two-tones.opus', fixture('two-tones.opus')],
    ['two-tones.m4a', fixture('two-tones.m4a')],
    ['two-tones-faststart.m4a', fixture('two-tones-faststart.m4a')],
    ['two-tones-alac.m4a', fixture('two-tones-alac.m4a')],
    ['two-tones.aac', fixture('two-tones.aac')],
    ['song.ogg', song('song.ogg')],
    ['AIFF', aiffFile([new Float32Array(10_000), new Float32Array(10_000)], 48_000, 24)],
    ['ten times an MP3', Buffer.concat(Array<Buffer>(10).fill(fixture('two-tones.mp3')))],
    ['half an MP3', song('song.mp3').subarray(0, 16_000)],
    ['WAV', wavFile([new Float32Array(10_000), new Float32Array(10_000)], 48_000)],
  ])('tells what decoding %s gives, within a tenth of a second', async (_, file) => {
    const { channels, sampleRate } = await decodeAudio(file);
    const seconds = (channels[0]?.length ?? 0) / sampleRate;
    expect(Math.abs(((await audioSeconds(file)) ?? 0) - seconds)).toBeLessThan(0.1);
  });

  it('counts the sound of a broadcast from where its recording began, less its first page', async () => {
    const file = song('song.ogg');
    const before = (await audioSeconds(file)) ?? 0;
    for (let page = file.indexOf('OggS'); page >= 0; page = file.indexOf('OggS', page + 1)) {
      const position = file.readBigInt64LE(page + 6);
      if (position > 0n) file.writeBigInt64LE(position + 44_100n * 36_000n, page + 6);
    }
    const told = (await audioSeconds(file)) ?? 0;
    expect(told).toBeLessThanOrEqual(before);
    expect(told).toBeGreaterThan(before - 1.5);
  });

  it.each([3_000, 384_000])('refuses a rate of %i, and says which can be read', async (rate) => {
    const file = wavFile([new Float32Array(9)], rate);
    await expect(audioSeconds(file)).rejects.toThrow(`${rate} samples a second; 4000 to 192000 can be read`);
  });

  it('tells nothing when the header does not, or is broken', async () => {
    const flac = fixture('two-tones-16-bit.flac');
    expect(await audioSeconds(saying(0n, flac))).toBeUndefined();
    expect(await audioSeconds(saying(44_100n, flac))).toBe(1);
    expect(await audioSeconds(flac.subarray(0, 20))).toBeUndefined();
    expect(await audioSeconds(song('song.ogg').subarray(0, 64))).toBeUndefined();
  });
});
