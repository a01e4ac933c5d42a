import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitMix } from '../../../shared/separators/split-mix.ts';

const sample = (most: number) => fc.double({ min: -most, max: most, noNaN: true }).map(Math.fround);

/** One sample through both channels. */
function split(whole: number, part: number): [number, number] {
  const [stem, rest] = splitMix(
    [Float32Array.of(whole), Float32Array.of(whole)],
    [Float32Array.of(part), Float32Array.of(part)],
  );
  expect(stem[1]).toEqual(stem[0]);
  expect(rest[1]).toEqual(rest[0]);
  return [stem[0][0] ?? Number.NaN, rest[0][0] ?? Number.NaN];
}

describe('splitMix', () => {
  it('keeps both parts of a mix within full scale, and their sum the mix', () => {
    fc.assert(
      fc.property(sample(1), sample(4), (whole, part) => {
        const [stem, rest] = split(whole, part);
        expect(Math.abs(stem)).toBeLessThanOrEqual(1);
        expect(Math.abs(rest)).toBeLessThanOrEqual(1);
        expect(stem + rest).toBeCloseTo(whole, 6);
      }),
    );
  });

  it('moves no estimate that needs no moving', () => {
    fc.assert(
      fc.property(sample(0.5), sample(0.5), (whole, part) => {
        expect(split(whole, part)[0]).toBe(part);
      }),
    );
  });

  it('leaves alone what exceeds full scale in the mix already', () => {
    expect(split(1.5, 2)).toEqual([2, -0.5]);
    expect(split(-1.5, 0.25)).toEqual([0.25, -1.75]);
  });

  it('changes nothing that it is given', () => {
    const estimate = Float32Array.of(2);
    splitMix([Float32Array.of(1), Float32Array.of(1)], [estimate, estimate]);
    expect(estimate[0]).toBe(2);
  });
});
