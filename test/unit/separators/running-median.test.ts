import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runningMedian } from '../../../shared/separators/running-median.ts';

describe('runningMedian', () => {
  it('is the median of the neighbours that exist, for rows and columns alike', () => {
    const numbers = fc.float32Array({ minLength: 1, maxLength: 40, noNaN: true, min: 0 });
    fc.assert(
      fc.property(
        numbers,
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 3 }),
        (row, reach, stride) => {
          const source = new Float32Array(row.length * stride);
          row.forEach((value, index) => {
            source[index * stride] = value;
          });
          const target = new Float32Array(source.length);
          runningMedian(source, target, { start: 0, stride, length: row.length }, reach);
          row.forEach((_, index) => {
            const window = row.slice(Math.max(0, index - reach), index + reach + 1).sort();
            expect(target[index * stride]).toBe(window[window.length >> 1]);
          });
        },
      ),
    );
  });
});
