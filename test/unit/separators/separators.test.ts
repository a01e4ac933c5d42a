import { describe, expect, it } from 'vitest';
import { readWav } from '../../../shared/audio/read-wav.ts';
import type { StereoSamples } from '../../../shared/audio/stereo-samples.ts';
import { harmonicPercussive } from '../../../shared/separators/harmonic-percussive.ts';
import { phantomCenter } from '../../../shared/separators/phantom-center.ts';
import type { Separator } from '../../../shared/separators/separator.ts';
import { signalToDistortion } from '../../audio/signal-to-distortion.ts';
import { sine } from '../../audio/sine.ts';
import { synthesizeSong } from '../../audio/synthesize-song.ts';
import { wavFile } from '../../audio/wav-file.ts';

const SECONDS = 8;
const songs = [1, 2, 3].map((seed) => synthesizeSong({ seconds: SECONDS, seed }));
const separators: readonly Separator[] = [harmonicPercussive, phantomCenter];

async function separate(separator: Separator, mix: StereoSamples): Promise<[StereoSamples, StereoSamples]> {
  const [first, second] = await separator.separate(mix, { sepType: 0, options: {} });
  if (first === undefined || second === undefined) throw new Error('expected two stems');
  return [first, second];
}

function sum(a: StereoSamples, b: StereoSamples): StereoSamples {
  const add = (channel: 0 | 1) => a[channel].map((value, index) => value + (b[channel][index] ?? 0));
  return [add(0), add(1)];
}

async function expectSamePiece(separator: Separator, mix: StereoSamples): Promise<void> {
  const grid = 4096;
  const context = Math.ceil(separator.contextSamples / grid) * grid;
  const [start, end] = [20 * grid, 32 * grid];
  const [whole] = await separate(separator, mix);
  const cut = (channel: 0 | 1) => mix[channel].slice(start - context, end + context);
  const [piece] = await separate(separator, [cut(0), cut(1)]);
  const inside = piece.map((channel) => channel.subarray(context, context + end - start));
  expect(
    signalToDistortion(
      whole.map((channel) => channel.subarray(start, end)),
      inside,
    ),
  ).toBeGreaterThan(110);
}

describe('harmonicPercussive', () => {
  it('brings drums and the rest closer to the truth than the mix is, by 9 and 5 dB at the least', async () => {
    for (const { mix, stems } of songs) {
      const [drums, other] = await separate(harmonicPercussive, mix);
      const gain = (truth: StereoSamples, estimate: StereoSamples) =>
        signalToDistortion(truth, estimate) - signalToDistortion(truth, mix);
      expect(gain(stems.drums, drums)).toBeGreaterThan(9);
      expect(gain(stems.other, other)).toBeGreaterThan(5);
    }
  });

  it('tells a long ringing kick from a steady bass note', async () => {
    const length = SECONDS * 44_100;
    const bass = sine(length, 82, 44_100, 0.3);
    const kick = Float32Array.from({ length }, (_, index) => {
      const t = (index / 44_100) % 0.5;
      return 0.6 * Math.sin(2 * Math.PI * 60 * t) * Math.exp(-t / 0.15);
    });
    const mix = sum([kick, kick], [bass, bass]);
    const [drums, other] = await separate(harmonicPercussive, mix);
    expect(signalToDistortion([kick, kick], drums) - signalToDistortion([kick, kick], mix)).toBeGreaterThan(
      5,
    );
    expect(signalToDistortion([bass, bass], other) - signalToDistortion([bass, bass], mix)).toBeGreaterThan(
      5,
    );
  });

  it('leaves no drums where none play, and no more than a little elsewhere', async () => {
    const [song] = songs;
    if (song === undefined) throw new Error('expected a song');
    const [drums] = await separate(harmonicPercussive, song.stems.other);
    const energy = (samples: StereoSamples) => samples[0].reduce((total, value) => total + value * value, 0);
    expect(10 * Math.log10(energy(drums) / energy(song.stems.other))).toBeLessThan(-9);
  });
});

describe('phantomCenter', () => {
  it('finds the centre between independent sides at 11 dB or more', async () => {
    for (const [index, song] of songs.entries()) {
      const center = song.mix[0];
      const [left, right] = [20, 30].map(
        (seed) => synthesizeSong({ seconds: SECONDS, seed: seed + index }).stems.other[0],
      );
      if (left === undefined || right === undefined) throw new Error('expected two sides');
      const mix = sum(
        [center, center],
        [left.map((value) => 0.6 * value), right.map((value) => 0.6 * value)],
      );
      const [estimate] = await separate(phantomCenter, mix);

      expect(signalToDistortion([center, center], estimate)).toBeGreaterThan(11);
    }
  });

  it('takes all of a mono mix as centre, and none of what plays on one side only', async () => {
    const [song] = songs;
    if (song === undefined) throw new Error('expected a song');
    const mono: StereoSamples = [song.mix[0], song.mix[0]];
    expect(signalToDistortion(mono, (await separate(phantomCenter, mono))[0])).toBeGreaterThan(90);
    const oneSided: StereoSamples = [song.mix[0], new Float32Array(song.mix[0].length)];
    expect(signalToDistortion(oneSided, (await separate(phantomCenter, oneSided))[1])).toBeGreaterThan(90);
  });
});

describe.each(separators)('$slug', (separator) => {
  it('gives stems that add up to the mix, 90 dB below which nothing is left', async () => {
    for (const { mix } of songs) {
      expect(signalToDistortion(mix, sum(...(await separate(separator, mix))))).toBeGreaterThan(90);
    }
  });

  it('keeps stems of a clipped mix within full scale, so that they add up in 16 bit as well', async () => {
    for (const gain of [1, 2, 4]) {
      const [song] = songs;
      if (song === undefined) throw new Error('expected a song');
      const peak = song.mix[0].reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      const clip = (channel: 0 | 1) =>
        song.mix[channel].map((value) => Math.max(-1, Math.min(1, (gain * value) / peak)));
      const mix: StereoSamples = [clip(0), clip(1)];
      const stems = await separate(separator, mix);
      for (const channel of stems.flat()) expect(channel.every((value) => Math.abs(value) <= 1)).toBe(true);
      const [a, b] = stems.map((stem) => readWav(wavFile(stem, 44_100, 'int16')).channels);
      const whole = readWav(wavFile(mix, 44_100, 'int16')).channels;
      const sums = whole.map((_, channel) =>
        Float32Array.from(a?.[channel] ?? [], (value, index) => value + (b?.[channel]?.[index] ?? 0)),
      );
      expect(signalToDistortion(whole, sums)).toBeGreaterThan(80);
    }
  });

  it('separates a piece of a clipped mix with its context exactly as the whole', async () => {
    const [song] = songs;
    if (song === undefined) throw new Error('expected a song');
    const clip = (channel: 0 | 1) => song.mix[channel].map((value) => Math.max(-1, Math.min(1, 4 * value)));
    await expectSamePiece(separator, [clip(0), clip(1)]);
  });

  it('separates a piece with its context exactly as it separates the whole', async () => {
    const [song] = songs;
    if (song === undefined) throw new Error('expected a song');
    await expectSamePiece(separator, song.mix);
  });

  it.each([1, 100, 5_000])('separates a mix of %i samples, and silence into silence', async (length) => {
    const loud: StereoSamples = [new Float32Array(length).fill(0.5), new Float32Array(length).fill(0.5)];
    expect(signalToDistortion(loud, sum(...(await separate(separator, loud))))).toBeGreaterThan(90);
    const silent: StereoSamples = [new Float32Array(length), new Float32Array(length)];
    for (const stem of await separate(separator, silent)) {
      expect(stem.every((channel) => channel.every((value) => value === 0))).toBe(true);
    }
  });
});
