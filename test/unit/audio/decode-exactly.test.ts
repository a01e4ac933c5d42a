import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decodeAudio } from '../../../shared/audio/decode-audio.ts';
import { UnusableAudio } from '../../../shared/errors/unusable-audio.ts';
import { aiffFile } from '../../audio/aiff-file.ts';
import { signalToDistortion } from '../../audio/signal-to-distortion.ts';
import { sine } from '../../audio/sine.ts';

/** Made by ffmpeg of two tones of our own, 440 Hz at 0.5 and 660 Hz at 0.25, half a second (ALAC and Ogg FLAC: a tenth). */
const fixture = (name: string) => readFileSync(new URL(`fixtures/${name}`, import.meta.url));
const HALF_SECOND = 22_050;
const tones = (length: number, rate = 44_100) => [sine(length, 440, rate), sine(length, 660, rate, 0.25)];
const stepped = (channels: readonly Float32Array[], bits: number) =>
  channels.map((channel) =>
    channel.map((value) => (Math.round(value * 2 ** (bits - 1)) + 0) / 2 ** (bits - 1)),
  );

describe('decodeAudio', () => {
  it.each(['two-tones.m4a', 'two-tones-faststart.m4a'])(
    'decodes %s at its exact length and place, wherever its index lies',
    async (name) => {
      const { channels, sampleRate } = await decodeAudio(fixture(name));
      expect(sampleRate).toBe(44_100);
      expect(channels.map(({ length }) => length)).toEqual([HALF_SECOND, HALF_SECOND]);
      expect(signalToDistortion(tones(HALF_SECOND), channels)).toBeGreaterThan(18);
    },
  );

  it.each(['two-tones-alac.m4a', 'two-tones-flac.ogg'])('decodes %s to the exact values', async (name) => {
    const { channels } = await decodeAudio(fixture(name));
    expect(channels).toEqual(stepped(tones(4_410), 16));
  });

  it('decodes Opus at 48 kHz, its exact length and place', async () => {
    const { channels, sampleRate } = await decodeAudio(fixture('two-tones.opus'));
    expect([sampleRate, channels[0]?.length]).toEqual([48_000, 24_000]);
    expect(signalToDistortion(tones(24_000, 48_000), channels)).toBeGreaterThan(30);
  });

  it('decodes a bare stream of AAC', async () => {
    const { channels } = await decodeAudio(fixture('two-tones.aac'));
    expect(channels[0]?.length).toBe(HALF_SECOND + 478);
    expect(
      signalToDistortion(
        tones(HALF_SECOND),
        channels.map((channel) => channel.subarray(0, HALF_SECOND)),
      ),
    ).toBeGreaterThan(18);
  });

  it.each([8, 16, 24, 32] as const)('decodes AIFF of %i bits to the exact values', async (bits) => {
    const { channels, sampleRate } = await decodeAudio(aiffFile(tones(500), 96_000, bits));
    expect(sampleRate).toBe(96_000);
    expect(channels).toEqual(stepped(tones(500), bits));
  });

  it('decodes AIFF-C of floats, and of little-endian numbers', async () => {
    expect((await decodeAudio(aiffFile(tones(500), 44_100, 32, 'fl32'))).channels).toEqual(tones(500));
    const { channels } = await decodeAudio(aiffFile(tones(500), 44_100, 16, 'sowt'));
    expect(channels).toEqual(stepped(tones(500), 16));
  });

  it('decodes AIFF whose sound stands before its format', async () => {
    const file = aiffFile(tones(500), 44_100, 16);
    const [common, sound] = [file.subarray(12, 38), file.subarray(38)];
    const turned = Buffer.concat([file.subarray(0, 12), sound, common]);
    expect((await decodeAudio(turned)).channels).toEqual(stepped(tones(500), 16));
  });

  it.each([
    [
      'a compressed AIFF file',
      () => altered(aiffFile(tones(9), 44_100, 32, 'fl32'), 'fl32', 'ima4'),
      'unusual inside',
    ],
    [
      'a protected M4A file',
      () => altered(fixture('two-tones.m4a'), 'mp4a', 'drms'),
      'protected against copying',
    ],
    [
      'an MPEG-4 file with other sound',
      () => altered(fixture('two-tones.m4a'), 'mp4a', 'ac-3'),
      'another way',
    ],
    ['a video without sound', () => altered(fixture('two-tones.m4a'), 'soun', 'vide'), 'without sound'],
    [
      'an M4A file that was cut off before its index',
      () => fixture('two-tones.m4a').subarray(0, 5_000),
      'cut off',
    ],
  ])('refuses %s and says why', async (_, file, reason) => {
    const error: unknown = await decodeAudio(file()).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UnusableAudio);
    expect(String(error)).toContain(reason);
  });
});

function altered(file: Buffer, from: string, to: string): Buffer {
  file.write(to, file.indexOf(from, 0, 'latin1'), 'latin1');
  return file;
}
