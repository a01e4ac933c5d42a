import { expect } from 'vitest';
import type { StereoSamples } from '../../shared/audio/stereo-samples.ts';
import {
  CHUNK_GRID_SAMPLES,
  type SeparationOrder,
  type Separator,
} from '../../shared/separators/separator.ts';
import { signalToDistortion } from '../audio/signal-to-distortion.ts';

/**
 * Separates a second from the middle of a mix with the context that its separator asks for, as chunks are, and expects
 * what the whole gives, to 60 dB.
 */
export async function expectSamePiece(
  separator: Separator,
  mix: StereoSamples,
  order: SeparationOrder,
): Promise<void> {
  const grid = CHUNK_GRID_SAMPLES;
  const context = Math.ceil(separator.contextSamples / grid) * grid;
  const start = Math.ceil((mix[0].length / 2 - 6 * grid) / grid) * grid;
  const end = start + 11 * grid;
  expect(start).toBeGreaterThanOrEqual(context);
  expect(end + context).toBeLessThanOrEqual(mix[0].length);
  const cut = (channel: 0 | 1) => mix[channel].slice(start - context, end + context);
  const place = { start: start - context, songSamples: mix[0].length };
  const whole = await separator.separate(mix, order);
  const piece = await separator.separate([cut(0), cut(1)], { ...order, place });
  expect(piece).toHaveLength(whole.length);
  for (const [index, stem] of whole.entries()) {
    const truth = stem.map((channel) => channel.subarray(start, end));
    const found = piece[index]?.map((channel) => channel.subarray(context, context + end - start)) ?? [];
    expect(signalToDistortion(truth, found)).toBeGreaterThan(60);
  }
}
