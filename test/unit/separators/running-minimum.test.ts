import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runningMinimum } from '../../../shared/separators/running-minimum.ts';

describe('runningMinimum', () => {
  it('is the smallest of the neighbours that exist, for rows and columns alike', () => {
    const numbers = fc.float32Array({ minLength: 1, maxLength: 40, noNaN: true });
    const small = fc.integer({ min: 1, max: 12 });
    fc.assert(
      fc.property(numbers, small, fc.integer({ min: 1, max: 3 }), (row, reach, stride) => {
        const source = new Float32Array(row.length * stride);
        row.forEach((value, index) => {
          source[index * stride] = value;
        });
        const target = new Float32Array(source.length);
        runningMinimum(source, target, { start: 0, stride, length: row.length }, reach);
        row.forEach((_, index) => {
          const near = row.slice(Math.max(0, index - reach), index + reach + 1);
          expect(target[index * stride] === Math.min(...near)).toBe(true);
        });
      }),
    );
  });
});
