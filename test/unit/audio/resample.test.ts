import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resample, resampler } from '../../../shared/audio/resample.ts';
import { signalToDistortion } from '../../audio/signal-to-distortion.ts';
import { sine } from '../../audio/sine.ts';

/** The middle of a signal, where no edge is heard. */
const middle = (signal: Float32Array) => signal.subarray(2_000, -2_000);

describe('resample', () => {
  it('keeps a sine a sine, in place, whatever the rates', () => {
    const rates = fc.constantFrom(
      8_000,
      11_025,
      22_050,
      32_000,
      44_100,
      44_056,
      48_000,
      88_200,
      96_000,
      192_000,
    );
    fc.assert(
      fc.property(rates, rates, fc.double({ min: 0.01, max: 0.85, noNaN: true }), (from, to, share) => {
        const hertz = (share * Math.min(from, to)) / 2;
        const resampled = resample(sine(from / 2, hertz, from), from, to);
        const truth = sine(resampled.length, hertz, to);
        const edge = Math.ceil((to / Math.min(from, to)) * 70);
        const inside = (signal: Float32Array) => [signal.subarray(edge, -edge)];
        expect(signalToDistortion(inside(truth), inside(resampled))).toBeGreaterThan(80);
      }),
      { numRuns: 25 },
    );
  });

  it('removes what the lower rate cannot hold', () => {
    const resampled = middle(resample(sine(48_000, 23_500, 48_000), 48_000, 44_100));
    const peak = resampled.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    expect(20 * Math.log10(peak / 0.5)).toBeLessThan(-90);
  });

  it('keeps a constant constant and the length in proportion', () => {
    const resampled = resample(new Float32Array(48_000).fill(0.5), 48_000, 44_100);
    expect(resampled.length).toBe(44_100);
    for (const value of middle(resampled)) expect(value).toBeCloseTo(0.5, 6);
  });

  it('returns a signal that needs no change untouched, and an empty one empty', () => {
    const signal = sine(100, 440);
    expect(resample(signal, 44_100, 44_100)).toBe(signal);
    expect(resample(new Float32Array(0), 48_000, 44_100).length).toBe(0);
  });

  it('gives the same to the last bit when a signal comes in pieces', () => {
    const rates = fc.constantFrom([8_000, 44_100], [48_000, 44_100], [96_000, 44_100], [44_100, 48_000]);
    const pieces = fc.array(fc.integer({ min: 0, max: 1_000 }), { maxLength: 6 });
    fc.assert(
      fc.property(rates, pieces, ([from = 0, to = 0], lengths) => {
        const ends = lengths.map((_, index) =>
          lengths.slice(0, index + 1).reduce((sum, length) => sum + length, 0),
        );
        const signal = sine(ends.at(-1) ?? 0, 440, from);
        const { push, end } = resampler(from, to)();
        const parts = ends.map((until, index) => push(signal.subarray(ends[index - 1] ?? 0, until)));
        const joined = [...parts, end()].flatMap((part) => [...part]);
        expect(joined).toEqual([...resample(signal, from, to)]);
      }),
      { numRuns: 12 },
    );
  });
});
