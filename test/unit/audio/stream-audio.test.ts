import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeAudio } from '../../../shared/audio/decode-audio.ts';
import { joinBlocks } from '../../../shared/audio/join-blocks.ts';
import { streamAudio } from '../../../shared/audio/stream-audio.ts';
import { streamLossless } from '../../../shared/audio/stream-lossless.ts';
import { UnusableAudio } from '../../../shared/errors/unusable-audio.ts';
import type { ByteSource } from '../../../shared/streams/byte-source.ts';
import { sine } from '../../audio/sine.ts';
import { wavFile } from '../../audio/wav-file.ts';

const flac = (bits: 16 | 24) => readFileSync(new URL(`fixtures/two-tones-${bits}-bit.flac`, import.meta.url));
const fixture = (name: string) => readFileSync(new URL(`fixtures/${name}`, import.meta.url));
const longFlac = readFileSync(new URL('../../fixtures/formats/song.flac', import.meta.url));
const tones = [sine(5_000, 440), sine(5_000, 660, 44_100, 0.25)];

/** A file that arrives in pieces of some size. */
function arriving(file: Buffer, size = 1_000): ByteSource & { open: number } {
  const source = {
    bytes: file.length,
    open: 0,
    async *readFrom(offset: number) {
      source.open++;
      try {
        for (let at = offset; at < file.length; at += size) yield file.subarray(at, at + size);
      } finally {
        source.open--;
      }
    },
  };
  return source;
}

async function streamed(file: Buffer, size?: number) {
  const { sampleRate, blocks } = await streamAudio(arriving(file, size));
  return { sampleRate, channels: await joinBlocks(blocks) };
}

describe('streamAudio', () => {
  it.each([
    ['a WAV file of 16 bits', wavFile(tones, 48_000)],
    ['a WAV file of floats', wavFile(tones, 44_100, 'float32')],
    ['a WAV file that was cut off', wavFile(tones, 44_100).subarray(0, 9_001)],
    ['a FLAC file of 16 bits', flac(16)],
    ['a FLAC file of 24 bits', flac(24)],
    ['a longer FLAC file', longFlac],
    ...['.mp3', '.ogg', '.opus', '.aac', '.m4a', '-faststart.m4a', '-alac.m4a', '-flac.ogg'].map(
      (end) => [`two-tones${end}`, fixture(`two-tones${end}`)] satisfies [string, Buffer],
    ),
  ])('gives for %s what decoding the whole file gives', async (_, file) => {
    expect(await streamed(file)).toEqual(await decodeAudio(file));
  });

  it('gives the same however the bytes arrive', async () => {
    const files = [wavFile(tones, 44_100), flac(16), fixture('two-tones.m4a'), fixture('two-tones.mp3')];
    const whole = await Promise.all(files.map((file) => decodeAudio(file)));
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 70_000 }), fc.nat(3), async (size, index) => {
        expect(await streamed(files[index] ?? Buffer.alloc(0), size)).toEqual(whole[index]);
      }),
      { numRuns: 30 },
    );
  });

  it('reads a file whose header was never completed to its end', async () => {
    const file = wavFile(tones, 44_100);
    file.writeUInt32LE(0xffffffff, 40);
    expect((await streamed(file)).channels).toEqual((await decodeAudio(file)).channels);
  });

  it.each([
    ['an MP3 file', Buffer.concat(Array<Buffer>(20).fill(fixture('two-tones.mp3')))],
    ['a WAV file', wavFile([sine(50_000, 440)], 44_100)],
    ['an M4A file', fixture('two-tones.m4a')],
  ])('lets go of %s when it is closed before its end, even when nothing was read', async (_, file) => {
    const source = arriving(file, 500);
    const stream = await streamAudio(source);
    expect(source.open).toBe(1);
    await stream.close();
    expect(source.open).toBe(0);
  });

  it.each([
    ['an empty file', Buffer.alloc(0), /empty/],
    ['noise', Buffer.alloc(4_000, 'x'), /not audio/],
    ['a WAV file without sound', wavFile(tones, 44_100).subarray(0, 36), /ends before/],
    ['a WAV file with an impossible rate', wavFile(tones, 3), /samples a second/],
    ['a FLAC file that ends in its header', flac(16).subarray(0, 20), /cannot be decoded/],
  ])('refuses %s with a sentence', async (_, file, message) => {
    await expect(streamed(file)).rejects.toThrow(UnusableAudio);
    await expect(streamed(file)).rejects.toThrow(message);
  });
});

describe('streamLossless', () => {
  it('takes WAV and FLAC from bytes that come but once, past large chunks', async () => {
    const wav = wavFile(tones, 44_100);
    const art = Buffer.concat([Buffer.from('art \0\0 \0', 'latin1'), Buffer.alloc(2 ** 21)]);
    const decorated = Buffer.concat([wav.subarray(0, 36), art, wav.subarray(36)]);
    for (const file of [wav, decorated, flac(16)]) {
      const { blocks } = await streamLossless(arriving(file).readFrom(0));
      expect(await joinBlocks(blocks)).toEqual((await decodeAudio(file === decorated ? wav : file)).channels);
    }
  });

  it('refuses everything else', async () => {
    const mp3 = fixture('two-tones.mp3');
    await expect(streamLossless(arriving(mp3).readFrom(0))).rejects.toThrow('neither WAV nor FLAC');
  });
});
