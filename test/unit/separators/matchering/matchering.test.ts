import { beforeAll, describe, expect, it } from 'vitest';
import { loadFft } from '../../../../shared/audio/real-fft.ts';
import type { StereoSamples } from '../../../../shared/audio/stereo-samples.ts';
import { UnusableAudio } from '../../../../shared/errors/unusable-audio.ts';
import { convolve } from '../../../../shared/separators/matchering/convolve.ts';
import { loudPieces } from '../../../../shared/separators/matchering/loud-pieces.ts';
import { matchering } from '../../../../shared/separators/matchering/matchering.ts';
import { toMidSide, toStereo } from '../../../../shared/separators/matchering/mid-side.ts';
import { type SongProfile, songProfile } from '../../../../shared/separators/matchering/song-profile.ts';
import type { Comparison, SeparationOrder } from '../../../../shared/separators/separator.ts';
import { signalToDistortion } from '../../../audio/signal-to-distortion.ts';
import { synthesizeSong } from '../../../audio/synthesize-song.ts';

const SECONDS = 12;
const songs = [1, 2, 3].map((seed) => synthesizeSong({ seconds: SECONDS, seed }).mix);
function song(number: number): StereoSamples {
  const found = songs[number - 1];
  if (found === undefined) throw new Error(`There is no song ${number}.`);
  return found;
}
/** A one-pole low pass: what a dull recording sounds like. */
function dull(signal: Float32Array, share: number): Float32Array {
  let state = 0;
  return signal.map((value) => {
    state += share * (value - state);
    return state;
  });
}
const scaled = (signal: Float32Array, gain: number) => signal.map((value) => value * gain);

/** Quiet, dull and narrow. */
function demo(seed: number): StereoSamples {
  const { mid, side } = toMidSide(song(seed));
  return toStereo({ mid: scaled(dull(mid, 0.3), 0.3), side: scaled(dull(side, 0.3), 0.3) });
}
/** Loud, bright, wide and clipped, as records are. */
function record(seed: number): StereoSamples {
  const { mid, side } = toMidSide(song(seed));
  const bright = (signal: Float32Array) => {
    const low = dull(signal, 0.3);
    return signal.map((value, index) => 3 * (value - 0.6 * (low[index] ?? 0)));
  };
  const clip = (signal: Float32Array) => signal.map((value) => Math.max(-1, Math.min(1, value)));
  const [left, right] = toStereo({ mid: bright(mid), side: scaled(bright(side), 1.5) });
  return [clip(left), clip(right)];
}

function order(comparison: Comparison = []): SeparationOrder {
  return { sepType: 68, options: {}, comparison };
}

async function master(target: StereoSamples, reference: StereoSamples): Promise<StereoSamples> {
  const compare = await matchering.compareWith?.(reference);
  const [result] = await matchering.separate(target, order(compare?.(target)));
  if (result === undefined) throw new Error('expected one result');
  return result;
}

/** Root mean square over 24 bands, evenly wide for the ear, of how far the levels lie apart, in dB. */
function distance(a: SongProfile, b: SongProfile, channel: 'mid' | 'side'): number {
  const bandLevel = (magnitudes: Float64Array, band: number) => {
    const edge = (at: number) => Math.round((30 * (18_000 / 30) ** (at / 24) * 4096) / 44_100);
    const bins = magnitudes.subarray(edge(band), Math.max(edge(band) + 1, edge(band + 1)));
    return 20 * Math.log10(1e-9 + bins.reduce((sum, value) => sum + value, 0) / bins.length);
  };
  const differences = Array.from(
    { length: 24 },
    (_, band) => bandLevel(a[channel], band) - bandLevel(b[channel], band),
  );
  return Math.sqrt(differences.reduce((sum, value) => sum + value * value, 0) / 24);
}

function peak(samples: StereoSamples): number {
  return Math.max(
    ...samples.map((channel) => channel.reduce((most, value) => Math.max(most, Math.abs(value)), 0)),
  );
}

const decibels = (ratio: number) => 20 * Math.log10(ratio);

beforeAll(loadFft);

describe('matchering', () => {
  it.each([
    [1, 2],
    [2, 3],
    [3, 1],
  ])('brings song %i to the sound and loudness of song %i', async (first, second) => {
    const [target, reference] = [demo(first), record(second)];
    const result = await master(target, reference);
    const [before, after, wanted] = [target, result, reference].map(songProfile);
    if (before === undefined || after === undefined || wanted === undefined) throw new Error('no profiles');
    expect(distance(before, wanted, 'mid')).toBeGreaterThan(15);
    expect(distance(after, wanted, 'mid')).toBeLessThan(2.5);
    // What these songs have at their sides is all but nothing in some bands, and is not raised without end.
    expect(distance(before, wanted, 'side')).toBeGreaterThan(15);
    expect(distance(after, wanted, 'side')).toBeLessThan(6);
    expect(Math.abs(decibels(before.loudRms / wanted.loudRms))).toBeGreaterThan(10);
    expect(Math.abs(decibels(after.loudRms / wanted.loudRms))).toBeLessThan(1.5);
    expect(peak(result)).toBeLessThanOrEqual(1);
    expect(result.map(({ length }) => length)).toEqual(target.map(({ length }) => length));
  });

  it('leaves a song alone that is its own reference', async () => {
    const own = song(1);
    expect(signalToDistortion(own, await master(own, own))).toBeGreaterThan(60);
  });

  it('refuses a silent reference, and keeps a silent target silent', async () => {
    const silence: StereoSamples = [new Float32Array(100_000), new Float32Array(100_000)];
    await expect(master(song(1), silence)).rejects.toThrow(UnusableAudio);
    expect(peak(await master(silence, song(1)))).toBe(0);
  });

  it('keeps mono mono, and makes mono of a song whose reference is', async () => {
    const [left] = demo(1);
    const fromMono = await master([left, left], record(2));
    expect(fromMono[1]).toEqual(fromMono[0]);
    const [reference] = record(2);
    const toMono = await master(demo(1), [reference, reference]);
    expect(signalToDistortion([toMono[0]], [toMono[1]])).toBeGreaterThan(60);
  });

  it('changes songs shorter than a frame of the analysis', async () => {
    const cut = (samples: StereoSamples): StereoSamples => [
      samples[0].slice(0, 3000),
      samples[1].slice(0, 3000),
    ];
    const result = await master(cut(demo(1)), cut(record(2)));
    expect(result[0].every(Number.isFinite)).toBe(true);
    expect(peak(result)).toBeLessThanOrEqual(1);
  });

  it('does not raise noise without end where the target has no sound', async () => {
    const { mid } = toMidSide(song(1));
    const low = dull(dull(dull(dull(mid, 0.02), 0.02), 0.02), 0.02);
    const result = await master([low, low], record(2));
    expect(result[0].every(Number.isFinite)).toBe(true);
    expect(peak(result)).toBeLessThanOrEqual(1);
  });

  it('gives a chunk with its context what the whole song gets, limiter included', async () => {
    const [target, reference] = [demo(1), record(2)];
    const comparison = (await matchering.compareWith?.(reference))?.(target);
    const grid = 4096;
    const context = Math.ceil(matchering.contextSamples / grid) * grid;
    const [start, end] = [30 * grid, 50 * grid];
    const cut = (channel: 0 | 1) => target[channel].slice(start - context, end + context);
    const [whole] = await matchering.separate(target, order(comparison));
    const [piece] = await matchering.separate([cut(0), cut(1)], order(comparison));
    const inside = piece?.map((channel) => channel.subarray(context, context + end - start)) ?? [];
    const expected = whole?.map((channel) => channel.subarray(start, end)) ?? [];
    expect(peak([expected[0] ?? new Float32Array(), expected[1] ?? new Float32Array()])).toBeGreaterThan(
      0.99,
    );
    expect(signalToDistortion(expected, inside)).toBeGreaterThan(110);
  });

  it('cannot work without a comparison', async () => {
    await expect(matchering.separate(song(1), order())).rejects.toThrow('without a comparison');
  });
});

describe('loudPieces', () => {
  it('keeps the chorus and leaves out the intro', () => {
    const second = 44_100;
    const intro = new Float32Array(15 * second).fill(0.05);
    const chorus = new Float32Array(30 * second).fill(0.5);
    const mid = new Float32Array(45 * second);
    mid.set(intro);
    mid.set(chorus, intro.length);
    const { pieces, rms } = loudPieces(mid);
    expect(pieces).toEqual([
      { start: 15 * second, end: 30 * second },
      { start: 30 * second, end: 45 * second },
    ]);
    expect(rms).toBeCloseTo(0.5, 6);
    expect(loudPieces(mid, 4).rms).toBeCloseTo(1, 6);
  });

  it('keeps all of an even song, however short', () => {
    expect(loudPieces(new Float32Array(100).fill(0.1)).pieces).toEqual([{ start: 0, end: 100 }]);
    expect(loudPieces(new Float32Array(40 * 44_100).fill(0.1)).pieces).toHaveLength(3);
  });
});

describe('convolve', () => {
  it('equals the sum that defines it, at block edges too, without a delay', () => {
    const signal = song(1)[0].subarray(0, 40_000);
    const taps = Float32Array.from(
      { length: 4096 },
      (_, tap) => Math.sin(tap * tap) / (1 + Math.abs(tap - 2048)),
    );
    const result = convolve(signal, taps);
    for (const at of [0, 1, 5000, 12_288, 12_289, 12_290, 24_577, 39_999]) {
      let expected = 0;
      for (let tap = 0; tap < 4096; tap++) expected += (taps[tap] ?? 0) * (signal[at + 2048 - tap] ?? 0);
      expect(result[at]).toBeCloseTo(expected, 4);
    }
    expect(result).toHaveLength(signal.length);
  });
});
