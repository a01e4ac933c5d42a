import type { PowerMatrix } from '../joint-power.ts';

/** How boldly noise is taken away. */
export interface Boldness {
  /** The noise is taken for so many times as strong as it was measured. */
  readonly excess: number;
  /** What is left of noise alone, so that it does not twinkle: the least gain, from 0 to 1. */
  readonly floor: number;
}

/** How much of what a bin was found to hold in the frame before still counts: less twinkling, slower beginnings. */
const MEMORY = 0.95;

/** A ratio at which the gain is 1 to float precision; it keeps the mean of both finite where there is no noise. */
const LARGEST = 1e9;

/** Keeps the quotient of two silences finite. */
const TINY = 1e-20;

/**
 * The Wiener gain of each frame and bin for a noise power, where the ratio of signal to noise follows from what the
 * frame before was found to hold: the decision-directed rule of Ephraim and Malah ("Speech enhancement using a
 * minimum mean-square error short-time spectral amplitude estimator", IEEE Transactions on Acoustics, Speech, and
 * Signal Processing, 1984). Since the whole sound is there, the rule runs backwards as well, and the mean of both
 * ratios counts: beginnings are then not slower than ends.
 */
export function wienerGains(power: PowerMatrix, noise: Float32Array, boldness: Boldness): Float32Array {
  const forward = signalToNoise(power, noise, boldness, 1);
  const backward = signalToNoise(power, noise, boldness, -1);
  return forward.map((ratio, cell) => gainOf((ratio + (backward[cell] ?? 0)) / 2, boldness.floor));
}

function signalToNoise(
  { frames, bins, values }: PowerMatrix,
  noise: Float32Array,
  { excess, floor }: Boldness,
  step: 1 | -1,
): Float32Array {
  const ratios = new Float32Array(values.length);
  const found = new Float32Array(bins);
  for (let frame = step > 0 ? 0 : frames - 1; frame >= 0 && frame < frames; frame += step) {
    for (let bin = 0; bin < bins; bin++) {
      const cell = frame * bins + bin;
      const power = values[cell] ?? 0;
      const unwanted = excess * (noise[cell] ?? 0) + TINY;
      const surplus = Math.max(0, power / unwanted - 1);
      const ratio = Math.min(LARGEST, (MEMORY * (found[bin] ?? 0)) / unwanted + (1 - MEMORY) * surplus);
      ratios[cell] = ratio;
      found[bin] = gainOf(ratio, floor) ** 2 * power;
    }
  }
  return ratios;
}

function gainOf(ratio: number, floor: number): number {
  return Math.max(floor, ratio / (1 + ratio));
}
