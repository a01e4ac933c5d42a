import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shareMix } from '../../../shared/separators/share-mix.ts';

const sample = (most: number) => fc.double({ min: -most, max: most, noNaN: true }).map(Math.fround);
const estimates = (most: number) => fc.array(sample(most), { minLength: 0, maxLength: 5 });

/** One sample of one channel. */
function share(whole: number, parts: readonly number[]): number[] {
  const one = Float32Array.of(whole);
  const stems = shareMix(
    [one, one],
    parts.map((part) => [Float32Array.of(part), Float32Array.of(part)]),
  );
  return stems.map(([left, right]) => {
    expect(right).toEqual(left);
    return left[0] ?? Number.NaN;
  });
}

const total = (stems: readonly number[]) => stems.reduce((sum, stem) => sum + stem, 0);

describe('shareMix', () => {
  it('keeps all stems of a mix within full scale, and their sum the mix', () => {
    fc.assert(
      fc.property(sample(1), estimates(4), (whole, parts) => {
        const stems = share(whole, parts);
        expect(stems).toHaveLength(parts.length + 1);
        for (const stem of stems) expect(Math.abs(stem)).toBeLessThanOrEqual(1);
        expect(total(stems)).toBeCloseTo(whole, 5);
      }),
    );
  });

  it('moves nothing where nothing overshoots', () => {
    fc.assert(
      fc.property(sample(0.2), fc.array(sample(0.2), { maxLength: 3 }), (whole, parts) => {
        expect(share(whole, parts).slice(0, -1)).toEqual(parts);
      }),
    );
  });

  it('cuts a stem that overshoots, and lets the others take over by the room they have', () => {
    const [loud = 0, quiet = 0, rest = 0] = share(1, [1.5, 0.5]);
    expect(loud).toBe(1);
    // What is missing then, 0.5, goes to 0.5 and -1, which lack 0.5 and 2 of full scale.
    expect(quiet).toBeCloseTo(0.6, 6);
    expect(rest).toBeCloseTo(-0.6, 6);
    expect(loud + quiet + rest).toBeCloseTo(1, 6);
  });

  it('leaves alone what exceeds full scale in the mix already', () => {
    expect(share(1.5, [2, 0.25])).toEqual([2, 0.25, -0.75]);
  });

  it('adds up on either side when an estimate in the middle, one array for both, overshoots on one', () => {
    const middle = Float32Array.of(1.5, 0.5, -0.25);
    const mix = [Float32Array.of(0.25, 1, -0.25), Float32Array.of(1, -1, 0.5)] as const;
    const stems = shareMix([mix[0], mix[1]], [[middle, middle]]);
    for (const side of [0, 1] as const) {
      for (const index of [0, 1, 2]) {
        const parts = stems.map((stem) => stem[side][index] ?? Number.NaN);
        expect(total(parts)).toBeCloseTo(mix[side][index] ?? Number.NaN, 6);
        for (const part of parts) expect(Math.abs(part)).toBeLessThanOrEqual(1);
      }
    }
  });

  it('gives both channels of a mono mix in one array', () => {
    const one = Float32Array.of(0.5, 0.25);
    const part = Float32Array.of(0.5, 0);
    for (const [left, right] of shareMix([one, one], [[part, part]])) expect(right).toBe(left);
  });
});
