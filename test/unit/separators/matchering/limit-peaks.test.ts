import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LIMITER_CONTEXT_SAMPLES, limitPeaks } from '../../../../shared/separators/matchering/limit-peaks.ts';

describe('limitPeaks', () => {
  it('leaves no peak above full scale, whatever comes in', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(5_000), fc.double({ min: -30, max: 30, noNaN: true })), { maxLength: 20 }),
        (peaks) => {
          const left = new Float32Array(5_001).fill(0.5);
          const right = new Float32Array(5_001);
          peaks.forEach(([at, value], index) => {
            (index % 2 === 0 ? left : right)[at] = value;
          });
          const limited = limitPeaks([left, right]);
          for (const channel of limited) {
            for (const value of channel) expect(Math.abs(value)).toBeLessThan(0.9981);
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  it('does not touch a signal below the ceiling, nor one that is far from every peak', () => {
    const quiet = Float32Array.from({ length: 1_000 }, (_, index) => 0.99 * Math.sin(index));
    expect(limitPeaks([quiet, quiet])).toEqual([quiet, quiet]);
    const length = 2 * LIMITER_CONTEXT_SAMPLES + 1;
    const signal = new Float32Array(length).fill(0.25);
    signal[LIMITER_CONTEXT_SAMPLES] = 4;
    const [limited] = limitPeaks([signal, signal]);
    expect([limited[0], limited[length - 1]]).toEqual([0.25, 0.25]);
    expect(limited[LIMITER_CONTEXT_SAMPLES]).toBeCloseTo(0.998, 4);
  });

  it('turns both channels down alike, before the peak and after it', () => {
    const left = new Float32Array(20_000).fill(0.5);
    const right = new Float32Array(20_000).fill(0.25);
    left[10_000] = 2;
    const [a, b] = limitPeaks([left, right]);
    for (const at of [9_900, 10_001, 11_000]) {
      expect(a[at]).toBeLessThan(0.5);
      expect((a[at] ?? 0) / 0.5).toBeCloseTo((b[at] ?? 0) / 0.25, 5);
    }
    expect(a[9_000]).toBe(0.5);
  });
});
