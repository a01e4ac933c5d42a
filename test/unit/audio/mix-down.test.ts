import { describe, expect, it } from 'vitest';
import { mixDown } from '../../../shared/audio/mix-down.ts';

const ones = (count: number) => Array.from({ length: count }, (_, index) => Float32Array.of(2 ** index));
const mixed = (count: number, speakers?: number) =>
  mixDown(count, speakers)(ones(count)).map(([sample = 0]) => sample);

describe('mixDown', () => {
  it('leaves mono and stereo as they are', () => {
    expect(mixed(1)).toEqual([1]);
    expect(mixed(2)).toEqual([1, 2]);
  });

  it.each([
    [3, [1 + Math.SQRT1_2 * 4, 2 + Math.SQRT1_2 * 4]],
    [4, [1 + Math.SQRT1_2 * 4, 2 + Math.SQRT1_2 * 8]],
    [5, [1 + Math.SQRT1_2 * 12, 2 + Math.SQRT1_2 * 20]],
    [6, [1 + Math.SQRT1_2 * 20, 2 + Math.SQRT1_2 * 36]],
    [7, [1 + Math.SQRT1_2 * 36 + 8, 2 + Math.SQRT1_2 * 68 + 8]],
    [8, [1 + Math.SQRT1_2 * 84, 2 + Math.SQRT1_2 * 164]],
  ])('takes %i channels for the usual loudspeakers', (count, expected) => {
    mixed(count).forEach((sample, side) => {
      expect(sample).toBeCloseTo(expected[side] ?? 0, 4);
    });
  });

  it('believes a file that says which is which, as far as that fits', () => {
    // Front left, front right, front center, back center.
    const [left] = mixed(4, 0x107);
    expect(left).toBeCloseTo(1 + Math.SQRT1_2 * 4 + 4, 5);
    expect(mixed(4, 0x7)).toEqual(mixed(4));
    expect(() => mixDown(9, 0x3ff)).toThrow('9 channels');
    expect(() => mixDown(9, 0x1ff)).not.toThrow();
  });
});
