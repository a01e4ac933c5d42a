import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readSong } from '../../../functions/engine/prepare-separation/read-song.ts';
import { wavHeader } from '../../../shared/audio/write-wav.ts';
import { silentFlac } from '../../audio/silent-flac.ts';

const fixture = (name: string) => readFileSync(new URL(`../audio/fixtures/${name}`, import.meta.url));
const MEGABYTE = 1024 * 1024;

/** What the process has taken from the machine at most, ever. */
const peakBytes = () => process.resourceUsage().maxRSS * 1024;

function hourOfMp3(): Buffer {
  const halfSecond = fixture('two-tones.mp3');
  return Buffer.concat(Array<Buffer>(7_200).fill(halfSecond));
}

describe('readSong', () => {
  it('refuses an hour of MP3 without taking the memory that decoding it would', async () => {
    const file = hourOfMp3();
    const before = peakBytes();
    // Half a second is 21 frames here, so the hour is a little longer.
    await expect(readSong(file)).rejects.toThrow('The file lasts 66 minutes; 15 are the limit here.');
    expect(peakBytes() - before).toBeLessThan(50 * MEGABYTE);
  });

  it('refuses an hour of WAV, and of FLAC by its header, without decoding', async () => {
    const shape = { encoding: 'int16', channels: 1, sampleRate: 8_000, length: 8_000 * 3_600 } as const;
    const wav = Buffer.concat([wavHeader(shape), Buffer.alloc(2 * shape.length)]);
    const flac = fixture('two-tones-16-bit.flac');
    flac.writeBigUInt64BE(((flac.readBigUInt64BE(18) >> 36n) << 36n) | (44_100n * 3_600n), 18);
    const before = peakBytes();
    for (const file of [wav, flac]) {
      await expect(readSong(file)).rejects.toThrow('The file lasts 60 minutes; 15 are the limit here.');
    }
    expect(peakBytes() - before).toBeLessThan(50 * MEGABYTE);
  });

  it('refuses hours of silence whose header says a second', async () => {
    const flac = silentFlac({ frames: 1_000, says: 44_100 });
    await expect(readSong(flac)).rejects.toThrow('; 15 are the limit here.');
  });

  it('reads what is short enough', async () => {
    for (const name of ['two-tones.mp3', 'two-tones.ogg', 'two-tones-16-bit.flac']) {
      expect(await readSong(fixture(name))).toHaveLength(2);
    }
  });
});
