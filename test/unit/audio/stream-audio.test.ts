import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeAudio } from '../../../shared/audio/decode-audio.ts';
import { streamAudio } from '../../../shared/audio/stream-audio.ts';
import { UnusableAudio } from '../../../shared/errors/unusable-audio.ts';
import { sine } from '../../audio/sine.ts';
import { wavFile } from '../../audio/wav-file.ts';

const flac = (bits: 16 | 24) => readFileSync(new URL(`fixtures/two-tones-${bits}-bit.flac`, import.meta.url));
const longFlac = readFileSync(new URL('../../fixtures/formats/song.flac', import.meta.url));
const tones = [sine(5_000, 440), sine(5_000, 660, 44_100, 0.25)];

async function* pieces(file: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < file.length; at += size) yield file.subarray(at, at + size);
}

async function streamed(file: Buffer, size = 1_000) {
  const { sampleRate, blocks } = await streamAudio(pieces(file, size));
  const channels: number[][] = [];
  for await (const block of blocks) {
    block.forEach((samples, position) => {
      channels[position] ??= [];
      channels[position].push(...samples);
    });
  }
  return { sampleRate, channels: channels.map((channel) => Float32Array.from(channel)) };
}

describe('streamAudio', () => {
  it.each([
    ['a WAV file of 16 bits', wavFile(tones, 48_000)],
    ['a WAV file of floats', wavFile(tones, 44_100, 'float32')],
    ['a WAV file that was cut off', wavFile(tones, 44_100).subarray(0, 9_001)],
    ['a FLAC file of 16 bits', flac(16)],
    ['a FLAC file of 24 bits', flac(24)],
    ['a longer FLAC file', longFlac],
  ])('gives for %s what decoding the whole file gives', async (_, file) => {
    expect(await streamed(file)).toEqual(await decodeAudio(file));
  });

  it('gives the same however the bytes arrive', async () => {
    const wav = wavFile(tones, 44_100);
    const whole = { wav: await decodeAudio(wav), flac: await decodeAudio(flac(16)) };
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 70_000 }), async (size) => {
        expect(await streamed(wav, size)).toEqual(whole.wav);
        expect(await streamed(flac(16), size)).toEqual(whole.flac);
      }),
      { numRuns: 30 },
    );
  });

  it('reads a file whose header was never completed to its end', async () => {
    const file = wavFile(tones, 44_100);
    file.writeUInt32LE(0xffffffff, 40);
    expect((await streamed(file)).channels).toEqual((await decodeAudio(file)).channels);
  });

  it('lets go of the source when it is closed before its end, even when nothing was read', async () => {
    let isOpen = true;
    const source = (async function* () {
      try {
        yield* pieces(wavFile(tones, 44_100), 500);
      } finally {
        isOpen = false;
      }
    })();
    const stream = await streamAudio(source);
    expect(isOpen).toBe(true);
    await stream.close();
    expect(isOpen).toBe(false);
  });

  it.each([
    ['an empty file', Buffer.alloc(0), /empty/],
    ['noise', Buffer.alloc(4_000, 'x'), /not audio/],
    [
      'an MP3 file',
      readFileSync(new URL('../../fixtures/formats/song.mp3', import.meta.url)),
      /neither WAV nor FLAC/,
    ],
    ['a WAV file without sound', wavFile(tones, 44_100).subarray(0, 36), /ends before/],
    ['a WAV file with an impossible rate', wavFile(tones, 3), /samples a second/],
    ['a FLAC file that ends in its header', flac(16).subarray(0, 20), /cannot be decoded/],
  ])('refuses %s with a sentence', async (_, file, message) => {
    await expect(streamed(file)).rejects.toThrow(UnusableAudio);
    await expect(streamed(file)).rejects.toThrow(message);
  });
});
