import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SdrMeter } from '../../../shared/quality-checker/sdr.ts';
import { synthesizeSong } from '../../audio/synthesize-song.ts';
import { plainSdr } from './plain-sdr.ts';

const song = synthesizeSong({ seconds: 2, seed: 5 });
const silence = song.mix.map((channel) => new Float32Array(channel.length));

function measured(truth: readonly Float32Array[], estimate: readonly Float32Array[], block = 1_000): number {
  const meter = new SdrMeter();
  for (let at = 0; at < (truth[0]?.length ?? 0); at += block) {
    const part = (channels: readonly Float32Array[]) =>
      channels.map((channel) => channel.subarray(at, at + block));
    meter.add(part(truth), part(estimate));
  }
  return meter.decibels;
}

const scaled = (channels: readonly Float32Array[], factor: number) =>
  channels.map((channel) => channel.map((value) => value * factor));

/** Two stereo signals of one length. */
const pair = fc
  .integer({ min: 1, max: 300 })
  .chain((length) =>
    fc.array(fc.float32Array({ minLength: length, maxLength: length, min: -1, max: 1, noNaN: true }), {
      minLength: 4,
      maxLength: 4,
    }),
  )
  .map(
    ([a, b, c, d]) =>
      [
        [a ?? new Float32Array(), b ?? new Float32Array()],
        [c ?? new Float32Array(), d ?? new Float32Array()],
      ] as const,
  );

describe('SdrMeter', () => {
  it('gives a known pair the value that is worked out by hand', () => {
    // Signal 0.25 + 0.25, distortion 0.01 + 0: 10·log10(0.5 / 0.01) = 16.9897.
    const decibels = measured([Float32Array.of(0.5, -0.5)], [Float32Array.of(0.4, -0.5)]);
    expect(decibels).toBeCloseTo(16.9897, 4);
  });

  it.each([
    ['the mixture for a stem', song.stems.other, song.mix],
    ['a stem that is a little off', song.stems.drums, scaled(song.stems.drums, 0.9)],
    ['the mixture against itself', song.mix, song.mix],
    ['silence for a stem', song.stems.drums, silence],
    ['a stem for silence', silence, song.stems.drums],
    ['silence for silence', silence, silence],
  ])('agrees with the formula to four decimals, and stays finite, for %s', (_, truth, estimate) => {
    const decibels = measured(truth, estimate);
    expect(decibels).toBeCloseTo(plainSdr(truth, estimate), 4);
    expect(Number.isFinite(decibels)).toBe(true);
  });

  it('gives silence for a stem about 0 dB, a scaled stem what its factor says, and two silences exactly 0', () => {
    expect(measured(song.mix, silence)).toBeCloseTo(0, 9);
    expect(measured(song.mix, scaled(song.mix, 0.5))).toBeCloseTo(20 * Math.log10(2), 4);
    expect(measured(silence, silence)).toBe(0);
  });

  it('does not depend on how the signals are cut into blocks', () => {
    fc.assert(
      fc.property(pair, fc.integer({ min: 1, max: 64 }), ([truth, estimate], block) => {
        expect(measured(truth, estimate, block)).toBeCloseTo(measured(truth, estimate, 1_000), 6);
      }),
    );
  });

  it('does not change when channels are swapped, signs turned, or both signals delayed alike', () => {
    fc.assert(
      fc.property(pair, ([truth, estimate]) => {
        const decibels = measured(truth, estimate);
        const late = (channels: readonly Float32Array[]) =>
          channels.map((channel) => Float32Array.of(0, 0, 0, ...channel));
        expect(measured(truth.toReversed(), estimate.toReversed())).toBeCloseTo(decibels, 6);
        expect(measured(scaled(truth, -1), scaled(estimate, -1))).toBeCloseTo(decibels, 6);
        expect(measured(late(truth), late(estimate))).toBeCloseTo(decibels, 6);
      }),
    );
  });

  it('never rates an estimate above the true stem itself', () => {
    fc.assert(
      fc.property(pair, ([truth, estimate]) => {
        expect(measured(truth, estimate)).toBeLessThanOrEqual(measured(truth, truth) + 1e-9);
      }),
    );
  });

  it('refuses signals of different shapes', () => {
    expect(() => measured(song.mix, [song.mix[0]])).toThrow(RangeError);
    expect(() => new SdrMeter().add([Float32Array.of(1)], [Float32Array.of(1, 2)])).toThrow(RangeError);
  });
});
