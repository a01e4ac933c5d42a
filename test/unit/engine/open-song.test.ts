import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { openSong } from '../../../functions/engine/prepare-separation/open-song.ts';
import { joinBlocks } from '../../../shared/audio/join-blocks.ts';
import { resample } from '../../../shared/audio/resample.ts';
import { UnusableAudio } from '../../../shared/errors/unusable-audio.ts';
import { bufferSource } from '../../../shared/streams/buffer-source.ts';
import { silentFlac } from '../../audio/silent-flac.ts';
import { sine } from '../../audio/sine.ts';
import { wavFile } from '../../audio/wav-file.ts';

const fixture = (name: string) => readFileSync(new URL(`../audio/fixtures/${name}`, import.meta.url));
const MEGABYTE = 1024 * 1024;

/** What the process has taken from the machine at most, ever. */
const peakBytes = () => process.resourceUsage().maxRSS * 1024;

async function read(file: Buffer, seconds = 60): Promise<{ channels: Float32Array[]; count: number }> {
  const tooLong = () => new UnusableAudio(`longer than ${seconds}`);
  const { channels, blocks } = await openSong(bufferSource(file), { seconds, tooLong });
  return { channels: await joinBlocks(blocks), count: channels };
}

describe('openSong', () => {
  it.each(['two-tones.mp3', 'two-tones.ogg', 'two-tones.opus', 'two-tones.m4a', 'two-tones-16-bit.flac'])(
    'reads %s at 44.1 kHz in two channels',
    async (name) => {
      const { channels, count } = await read(fixture(name));
      expect([channels.length, count]).toEqual([2, 2]);
      expect(channels[0]?.length).toBeGreaterThan(4_000);
    },
  );

  it('brings any rate to 44.1 kHz as if the song were resampled whole, and keeps mono mono', async () => {
    const tone = sine(100_000, 1_000, 48_000);
    const { channels } = await read(wavFile([tone], 48_000, 'float32'));
    expect(channels).toEqual([resample(tone, 48_000, 44_100)]);
  });

  it('mixes surround down: center and surrounds at -3 dB, without low-frequency effects', async () => {
    const parts = [1, 2, 4, 8, 16, 32].map((level) =>
      Float32Array.of(...Array<number>(9_000).fill(level / 64)),
    );
    const { channels, count } = await read(wavFile(parts, 44_100, 'float32'));
    expect(count).toBe(2);
    expect(channels[0]?.[0]).toBeCloseTo((1 + Math.SQRT1_2 * (4 + 16)) / 64, 6);
    expect(channels[1]?.[0]).toBeCloseTo((2 + Math.SQRT1_2 * (4 + 32)) / 64, 6);
  });

  it.each([
    ['levels-alac.m4a', 1 + Math.SQRT1_2 * (4 + 16), 2 + Math.SQRT1_2 * (4 + 32)],
    ['levels-4.m4a', 4 + Math.SQRT1_2 * 16 + 32 / 2, 8 + Math.SQRT1_2 * 16 + 32 / 2],
    ['levels-8.m4a', 1 + Math.SQRT1_2 * (4 + 12 + 24), 2 + Math.SQRT1_2 * (4 + 16 + 32)],
  ])(
    'knows which channel of %s is which, although the center stands first in it',
    async (name, ...levels) => {
      const { channels } = await read(fixture(name));
      for (const [side, level] of levels.entries()) {
        expect(channels[side]?.[4_000]).toBeCloseTo(level / 64, 1);
      }
    },
  );

  it('refuses more channels than anybody has names for, and what is too short', async () => {
    const many = Array.from({ length: 12 }, () => new Float32Array(9_000));
    await expect(read(wavFile(many, 44_100))).rejects.toThrow('12 channels, and does not say which is which');
    await expect(read(wavFile([new Float32Array(4_000)], 44_100))).rejects.toThrow(
      '91 ms, which is too short',
    );
  });

  it('reads hours of silence no further than the limit, whatever the header says', async () => {
    const flac = silentFlac({ frames: 1_000, channels: 8, says: 44_100 });
    const before = peakBytes();
    const limit = { seconds: 60, tooLong: () => new UnusableAudio('longer than 60') };
    const song = await openSong(bufferSource(flac), limit);
    const lengths: number[] = [];
    await expect(async () => {
      for await (const block of song.blocks) lengths.push(block[0]?.length ?? 0);
    }).rejects.toThrow('longer than 60');
    expect(lengths.reduce((sum, length) => sum + length, 0)).toBeLessThanOrEqual(60 * 44_100);
    expect(peakBytes() - before).toBeLessThan(700 * MEGABYTE);
  });
});
