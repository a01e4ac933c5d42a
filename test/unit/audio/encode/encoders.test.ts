import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { flacEncoder } from '../../../../shared/audio/encode/flac-encoder.ts';
import { m4aEncoder } from '../../../../shared/audio/encode/m4a-encoder.ts';
import { mp3Encoder } from '../../../../shared/audio/encode/mp3-encoder.ts';
import { wavEncoder } from '../../../../shared/audio/encode/wav-encoder.ts';
import { encodePlanar } from '../../../../shared/audio/planar-samples.ts';
import { readTags } from '../../../../shared/audio/tags/read-tags.ts';
import { decodeStem } from '../../../audio/decode-stem.ts';
import { encoded, PIXEL } from '../../../audio/encoded.ts';
import { signalToDistortion } from '../../../audio/signal-to-distortion.ts';

const FORMATS = [
  { name: 'mp3', extension: 'mp3', encoder: mp3Encoder, exactTo: undefined },
  { name: 'wav, 16 bit', extension: 'wav', encoder: wavEncoder('int16'), exactTo: 16 },
  { name: 'flac, 16 bit', extension: 'flac', encoder: flacEncoder(16), exactTo: 16 },
  { name: 'm4a', extension: 'm4a', encoder: m4aEncoder, exactTo: undefined },
  { name: 'wav, 32 bit', extension: 'wav', encoder: wavEncoder('float32'), exactTo: 32 },
  { name: 'flac, 24 bit', extension: 'flac', encoder: flacEncoder(24), exactTo: 24 },
] as const;

/** Chords that swell, which lossy formats write well; an odd number of samples. */
const LENGTH = 23_457;
const TURN = 2 * Math.PI;
const mix = [220, 330].map((hertz) =>
  Float32Array.from({ length: LENGTH }, (_, at) => {
    const chord = [1, 1.26, 1.5].reduce((sum, by) => sum + Math.sin((TURN * hertz * by * at) / 44_100), 0);
    return 0.25 * chord * Math.sin((TURN * at) / 30_000);
  }),
);

/** What a format of so many bits keeps of a sound. */
function kept(sound: readonly Float32Array[], bits: number): Float32Array[] {
  const half = 2 ** (bits - 1);
  const step = (value: number) => Math.max(-half, Math.min(half - 1, Math.round(value * half) || 0)) / half;
  return sound.map((channel) => (bits === 32 ? channel.slice() : channel.map(step)));
}

/** Much faster than to compare numbers one by one. */
function isEqual(some: readonly Float32Array[], others: readonly Float32Array[]): boolean {
  return encodePlanar(some).equals(encodePlanar(others));
}

describe.each(FORMATS)('a stem in $name', ({ extension, encoder, exactTo }) => {
  const decode = async (sound: readonly Float32Array[]) =>
    decodeStem(extension, await encoded(encoder, { sound }));

  it.each([
    ['stereo', mix],
    ['a tenth of a second, mono', mix.slice(0, 1).map((channel) => channel.subarray(0, 4_410))],
  ])('is as long as it was, and begins where it began: %s', async (_, sound) => {
    const decoded = (await decode(sound)).slice(0, sound.length);
    expect(decoded.map(({ length }) => length)).toEqual(sound.map(({ length }) => length));
    expect(signalToDistortion(sound, decoded)).toBeGreaterThan(25);
    if (exactTo !== undefined) expect(isEqual(decoded, kept(sound, exactTo))).toBe(true);
  });

  it('adds up to the mix with the others', async () => {
    const part = mix.map((channel) => channel.map((value, index) => value * Math.sin(index / 9_000) ** 2));
    const rest = mix.map((channel, side) => channel.map((value, at) => value - (part[side]?.[at] ?? 0)));
    const [a, b] = [await decode(part), await decode(rest)];
    const sum = a.map((channel, side) => channel.map((value, at) => value + (b[side]?.[at] ?? 0)));
    expect(signalToDistortion(mix, sum)).toBeGreaterThan(exactTo === undefined ? 25 : 65);
  });

  it('is the same file however the sound is cut into blocks', async () => {
    const [whole, cut] = [1e9, 777].map((blockLength) => encoded(encoder, { sound: mix, blockLength }));
    expect((await whole)?.equals((await cut) ?? Buffer.alloc(0))).toBe(true);
  });

  it('carries the tags and the cover of its song', async () => {
    const tags = {
      title: 'Größe – 歌 🎵',
      artist: 'Ann & Bob',
      album: 'First',
      composer: 'Cleo',
      genre: 'Rock',
      date: '1999',
      track: '3/12',
      comment: 'two\nlines',
      copyright: '© 1999',
    };
    const more = { album_artist: 'Various', disc: '1/2', bpm: '120', isrc: 'DEABC2600001' };
    const cover = { mimeType: 'image/png', bytes: PIXEL } as const;
    const file = await encoded(encoder, { sound: mix, tags: { ...tags, ...more }, cover });
    const read = await readTags(new Blob([file]));
    expect(read.tags).toMatchObject({ ...tags, ...more });
    expect(read.cover?.mimeType).toBe('image/png');
    expect(Buffer.from(read.cover?.bytes ?? [])).toEqual(PIXEL);
    expect((await decodeStem(extension, file))[0]?.length).toBe(LENGTH);
  });

  it('is refused when its sound is not as long as was said', async () => {
    await expect(encoded(encoder, { sound: mix, length: LENGTH + 1 })).rejects.toThrow(
      '23458 samples came with 23457',
    );
    await expect(encoded(encoder, { sound: mix, length: LENGTH - 1 })).rejects.toThrow('came with more');
  });
});

describe('what is too loud', () => {
  const loud = mix.map((channel) => channel.map((value) => value * 4));

  it.each(FORMATS.filter(({ exactTo }) => exactTo !== undefined))(
    'is clipped and never wrapped around in $name, or kept in floats',
    async ({ encoder, extension, exactTo = 32 }) => {
      const decoded = await decodeStem(extension, await encoded(encoder, { sound: loud }));
      expect(isEqual(decoded, kept(loud, exactTo))).toBe(true);
    },
  );
});

describe('the head of a file', () => {
  it.each([16, 24] as const)('has the length and the MD5 of the samples in FLAC of %i bit', async (bits) => {
    const file = await encoded(flacEncoder(bits), { sound: mix });
    const bytes = bits / 8;
    const samples = Buffer.alloc(LENGTH * 2 * bytes);
    kept(mix, bits).forEach((channel, side) => {
      channel.forEach((value, at) => {
        samples.writeIntLE(value * 2 ** (bits - 1), (2 * at + side) * bytes, bytes);
      });
    });
    expect(file.readUInt32BE(22)).toBe(LENGTH);
    expect(file.subarray(26, 42).toString('hex')).toBe(createHash('md5').update(samples).digest('hex'));
  });

  it('tells in MP3 and M4A what to leave out, for any length', async () => {
    const length = fc.integer({ min: 4_410, max: 12_000 });
    const bitrates = fc.constantFrom(mp3Encoder, m4aEncoder);
    await fc.assert(
      fc.asyncProperty(length, bitrates, async (samples, encoder) => {
        const sound = mix.map((channel) => channel.subarray(0, samples));
        const extension = encoder === mp3Encoder ? 'mp3' : 'm4a';
        const decoded = await decodeStem(extension, await encoded(encoder, { sound }));
        expect(decoded[0]?.length).toBe(samples);
      }),
      { numRuns: 10 },
    );
  });
});
