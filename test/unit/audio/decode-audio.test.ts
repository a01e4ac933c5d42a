import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeAudio } from '../../../shared/audio/decode-audio.ts';
import { flacEncoder } from '../../../shared/audio/encode/flac-encoder.ts';
import { UnusableAudio } from '../../../shared/errors/unusable-audio.ts';
import { encoded } from '../../audio/encoded.ts';
import { signalToDistortion } from '../../audio/signal-to-distortion.ts';
import { sine } from '../../audio/sine.ts';
import { wavFile } from '../../audio/wav-file.ts';

/**
 * The fixtures hold 440 Hz at 0.5 on the left and 660 Hz at 0.25 on the right: half a second from LAME at
 * 128 kbit/s (once plain, once behind a frame with LAME's delay and padding) and from libvorbis, a tenth of
 * a second from libFLAC, where the right channel begins with the lowest and the highest value that there is.
 */
const fixture = (name: string) => readFileSync(new URL(`fixtures/${name}`, import.meta.url));
const HALF_SECOND = 22_050;
const tones = (length: number) => [sine(length, 440), sine(length, 660, 44_100, 0.25)] as const;

/** An ID3v2 tag of the given size. */
function id3(size: number): Buffer {
  const tag = Buffer.alloc(10 + size, 0x41);
  tag.write('ID3\x04\x00\x00', 'latin1');
  [21, 14, 7, 0].forEach((shift, index) => {
    tag[6 + index] = (size >> shift) & 127;
  });
  return tag;
}

describe('decodeAudio', () => {
  it('decodes WAV', async () => {
    const audio = await decodeAudio(wavFile(tones(1_000), 48_000, 'float32'));
    expect(audio.sampleRate).toBe(48_000);
    expect(audio.channels).toEqual(tones(1_000));
  });

  it('silences samples that no sound has, and keeps integers that are stored as floats', async () => {
    const samples = Float32Array.of(0.5, 3e38, -3e38, Number.NaN, -(2 ** 23), 0.25);
    const { channels } = await decodeAudio(wavFile([samples], 44_100, 'float32'));
    expect(Array.from(channels[0] ?? [])).toEqual([0.5, 0, 0, 0, -(2 ** 23), 0.25]);
  });

  it('decodes an MP3 at its exact length and place when its delay is written down', async () => {
    const { channels, sampleRate } = await decodeAudio(fixture('two-tones-gapless.mp3'));
    expect(sampleRate).toBe(44_100);
    expect(channels.map((channel) => channel.length)).toEqual([HALF_SECOND, HALF_SECOND]);
    // LAME encodes a little more quietly than it was told, which bounds this to 26 dB.
    expect(signalToDistortion(tones(HALF_SECOND), channels)).toBeGreaterThan(20);
  });

  it('decodes an MP3 without that, and behind an ID3 tag', async () => {
    const plain = await decodeAudio(fixture('two-tones.mp3'));
    expect(plain.channels[0]?.length).toBe(21 * 1152);
    const tagged = await decodeAudio(Buffer.concat([id3(700), fixture('two-tones.mp3')]));
    expect(tagged.channels).toEqual(plain.channels);
  });

  it('gives one channel of an MP3 that has one', async () => {
    const stereo = await decodeAudio(fixture('two-tones-gapless.mp3'));
    const { channels } = await decodeAudio(fixture('two-tones-mono.mp3'));
    expect(channels.map(({ length }) => length)).toEqual([HALF_SECOND]);
    const middle = stereo.channels[0]?.map(
      (value, index) => (value + (stereo.channels[1]?.[index] ?? 0)) / 2,
    );
    expect(signalToDistortion([middle ?? new Float32Array()], channels)).toBeGreaterThan(20);
  });

  it.each(['two-tones-16-bit.flac', 'two-tones.aac'])(
    'gives all of %s where a tag follows it',
    async (name) => {
      const whole = await decodeAudio(fixture(name));
      const tag = Buffer.from('TAGTwo tones'.padEnd(128, '\0'), 'latin1');
      const { channels } = await decodeAudio(Buffer.concat([fixture(name), tag]));
      expect(channels).toEqual(whole.channels);
    },
  );

  it('decodes Ogg Vorbis', async () => {
    const { channels } = await decodeAudio(fixture('two-tones.ogg'));
    expect(signalToDistortion(tones(HALF_SECOND), channels)).toBeGreaterThan(20);
  });

  it.each([16, 24])('decodes %i bit FLAC to the exact values, full scale included', async (bits) => {
    const { channels } = await decodeAudio(fixture(`two-tones-${bits}-bit.flac`));
    const half = 2 ** (bits - 1);
    expect(channels[1]?.[0]).toBe(-1);
    expect(channels[1]?.[1]).toBe(Math.fround((half - 1) / half));
    expect(channels[1]?.subarray(2).every((value) => Number.isInteger(value * half))).toBe(true);
    const truth = sine(4_410, 660, 44_100, 0.25);
    const worst = channels[1]?.subarray(2).reduce((most, value, index) => {
      return Math.max(most, Math.abs(value - (truth[index + 2] ?? 0)));
    }, 0);
    expect(worst).toBeLessThan(0.6 / half + 1e-7);
  });

  it('refuses FLAC that is damaged in the middle, and uses what a cut-off one still holds', async () => {
    const sound = [1, 2].map((side) => new Float32Array(88_200).map((_, at) => Math.sin(at * at * side)));
    const whole = await encoded(flacEncoder(16), { sound });
    const { channels } = await decodeAudio(whole.subarray(0, whole.length / 2));
    expect(channels[0]?.length).toBeGreaterThan(10_000);
    const broken = Buffer.from(whole).fill(0x55, whole.length / 4, whole.length / 4 + 200);
    await expect(decodeAudio(broken)).rejects.toThrow('damaged 0 seconds after its beginning');
  });

  it.each(['two-tones.opus', 'two-tones-flac.ogg'])(
    'refuses %s where a page is damaged, and uses what is left of a cut-off one, or has something behind it',
    async (name) => {
      const whole = fixture(name);
      const { channels } = await decodeAudio(whole);
      expect((await decodeAudio(Buffer.concat([whole, Buffer.from('TAG of a program')]))).channels).toEqual(
        channels,
      );
      const last = whole.lastIndexOf('OggS');
      const cutOff = await decodeAudio(Buffer.concat([whole, whole.subarray(last, whole.length - 20)]));
      expect(cutOff.channels[0]?.length).toBe(channels[0]?.length);
      const broken = Buffer.from(whole).fill(0x55, last - 30, last - 20);
      await expect(decodeAudio(broken)).rejects.toThrow('damaged 0 seconds after its beginning');
    },
  );

  it('uses what a cut-off MP3 still holds', async () => {
    const file = fixture('two-tones.mp3');
    const { channels } = await decodeAudio(file.subarray(0, file.length / 2));
    expect(channels[0]?.length).toBeGreaterThan(8_000);
  });

  it.each([
    ['an empty file', Buffer.alloc(0), 'is empty'],
    ['text', Buffer.from('Dear diary, this is not a song. '.repeat(50)), 'not audio'],
    ['zeros', Buffer.alloc(5_000), 'not audio'],
    ['a tag and nothing else', id3(100), 'is empty'],
    ['MPEG-4 without an index', Buffer.from('\x00\x00\x00\x10ftypM4A aaaa', 'latin1'), 'no index'],
    ['an AIFF header alone', Buffer.from('FORM0000AIFFCOMM'), 'AIFF'],
    ['an Opus header alone', Buffer.from(`OggS${'.'.repeat(24)}OpusHead`), 'sound'],
    ['WebM', Buffer.from('\x1aE\xdf\xa3 and so on', 'latin1'), 'WebM'],
    ['a FLAC header alone', Buffer.from(`fLaC${'\0'.repeat(60)}`), 'sound'],
    ['an Ogg page alone', Buffer.from(`OggS${'\0'.repeat(24)}\x01vorbis`), 'sound'],
    ['WAV without sound', wavFile([new Float32Array(0)], 44_100), 'no sound'],
    ['WAV with an absurd rate', wavFile([new Float32Array(9)], 3), '3 samples a second'],
  ])('refuses %s and says why', async (_, file, reason) => {
    const error: unknown = await decodeAudio(file).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UnusableAudio);
    expect(String(error)).toContain(reason);
  });

  it('either decodes or refuses any bytes behind a magic number', async () => {
    const magic = fc.constantFrom(
      'RIFF0000WAVE',
      'fLaC\0\0\0"',
      `OggS${'\0'.repeat(24)}\x01vorbis`,
      '\xff\xfb\x90',
      '\0\0\0\x10ftypM4A ____',
      'FORM____AIFC',
      `OggS${'\0'.repeat(24)}OpusHead\x01\x02`,
      '\xff\xf1\x50\x80',
      'ID3',
    );
    await fc.assert(
      fc.asyncProperty(magic, fc.uint8Array({ maxLength: 400 }), async (start, rest) => {
        const file = Buffer.concat([Buffer.from(start, 'latin1'), rest]);
        await decodeAudio(file).catch((error: unknown) => expect(error).toBeInstanceOf(UnusableAudio));
      }),
      { numRuns: 60 },
    );
  });
});
