import { describe, expect, it } from 'vitest';
import { loadFft } from '../../../../shared/audio/real-fft.ts';
import { bandFeatures, SIGNALS } from '../../../../shared/separators/network/band-features.ts';
import { bandLayout } from '../../../../shared/separators/network/band-layout.ts';
import { maskBlocks } from '../../../../shared/separators/network/mask-network.ts';
import { sine } from '../../../audio/sine.ts';
import { placeCard, placeNetwork } from '../../../separators/place-network.ts';

const layout = bandLayout(placeCard);
const RATE = 44_100;

describe('bandLayout', () => {
  it('gives every bin a band below, and a share of the next that never jumps', () => {
    let before = 0;
    for (let bin = 0; bin <= placeCard.size / 2; bin++) {
      const at = (layout.below[bin] ?? Number.NaN) + (layout.share[bin] ?? Number.NaN);
      expect(at).toBeGreaterThanOrEqual(before);
      expect(at - before).toBeLessThanOrEqual(1);
      before = at;
    }
    expect(before).toBe(layout.bands - 1);
  });

  it('takes the lowest bins as bands of their own, and the middle of a band as the band', () => {
    expect([...layout.below.subarray(0, 192)]).toEqual([...Array(192).keys()]);
    expect(layout.share.subarray(0, 191).every((share) => share === 0)).toBe(true);
    const wide = layout.edges.findIndex((edge, band) => (layout.edges[band + 1] ?? 0) - edge === 7);
    const middle = (layout.edges[wide] ?? 0) + 3;
    expect((layout.below[middle] ?? 0) + (layout.share[middle] ?? 0)).toBe(wide);
  });
});

describe('bandFeatures', () => {
  const length = 40_000;
  const tone = sine(length, (100 * RATE) / placeCard.size, RATE, 0.5);
  const silence = new Float32Array(length);
  const peak = (values: Float32Array) =>
    values.reduce((best, value, band) => (value > (values[best] ?? 0) ? band : best), 0);

  it('are the logarithms of energy of left, right, middle and side, at whole steps of the song', async () => {
    await loadFft();
    const { frames, values, mono } = bandFeatures([tone, silence], placeCard, layout, 2);
    expect(frames % placeCard.group).toBe(0);
    expect(values).toHaveLength(SIGNALS * frames * layout.bands);
    const rows = [0, 1, 2, 3].map((signal) => {
      const start = (signal * frames + 2 + 8) * layout.bands;
      return values.subarray(start, start + layout.bands);
    });
    const [left = silence, right = silence, middle = silence, side = silence] = rows;
    expect(peak(left)).toBe(100);
    // A sine of amplitude a has the amplitude a·size/4 under a Hann window.
    expect(left[100]).toBeCloseTo(Math.log10((0.5 * 1024) ** 2) / 2 + 1, 3);
    expect(right.every((value) => value === -2.5)).toBe(true);
    expect(middle[100]).toBeCloseTo((left[100] ?? 0) - Math.log10(2), 4);
    expect(side).toEqual(middle);
    expect(mono.slice(0, 4)).toEqual([true, true, false, false]);
  });

  it('hear nothing but silence before a mix and behind it, and no side where both channels are the same', () => {
    const { frames, values, mono } = bandFeatures([tone, tone.slice()], placeCard, layout, 5);
    expect(mono.every((same) => same)).toBe(true);
    const row = (signal: number, frame: number) =>
      values.subarray((signal * frames + frame) * layout.bands, (signal * frames + frame + 1) * layout.bands);
    expect(row(0, 4).every((value) => value === -2.5)).toBe(true);
    expect(row(0, frames - 1).every((value) => value === -2.5)).toBe(true);
    expect(row(3, 10).every((value) => value === -2.5)).toBe(true);
    expect(row(2, 10)).toEqual(row(0, 10));
  });
});

describe('maskBlocks', () => {
  it('runs long songs in blocks whose seams nobody sees', async () => {
    const network = await placeNetwork();
    const frames = 1024 + 64;
    const values = Float32Array.from(
      { length: SIGNALS * frames * layout.bands },
      (_, index) => 2 * Math.sin(index * 0.37) * Math.sin(index * 0.0011),
    );
    const whole = await network.model.run({
      feat: { shape: [1, SIGNALS, frames, layout.bands], data: values },
    });
    const masks = whole.get('mask')?.data ?? new Float32Array(0);
    let next = 0;
    let furthest = 0;
    for await (const block of maskBlocks(network, { frames, values, mono: [] })) {
      expect(block.first).toBe(next);
      next = block.end;
      // The first frame of the next block is known already.
      for (const frame of [block.first, block.end - 1, Math.min(block.end, frames - 1)]) {
        const start = (5 * frames + frame) * layout.bands;
        block.row(2, 1, frame).forEach((value, band) => {
          furthest = Math.max(furthest, Math.abs(value - (masks[start + band] ?? Number.NaN)));
        });
      }
    }
    expect(next).toBe(frames);
    expect(furthest).toBeLessThan(1e-6);
  });

  it('refuses a network whose masks are not those of its card', async () => {
    const { card, model } = await placeNetwork();
    const other = { card: { ...card, sources: card.sources.slice(1) }, model };
    const features = bandFeatures([sine(9000, 440), sine(9000, 440)], card, layout, 0);
    await expect(maskBlocks(other, features).next()).rejects.toThrow('does not answer the masks');
  });
});
