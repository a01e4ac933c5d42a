import type { StereoSamples } from '../../audio/stereo-samples.ts';
import { SEPARATION_RATE } from '../separator.ts';

/** The highest peak that is left: a hair below full scale, for the sake of what encodes the file next. */
const CEILING = 0.998;

/** How far ahead a peak is seen, and over how much of both sides the gain is rounded: 5 ms. */
const LOOK_AHEAD_SAMPLES = Math.round(0.005 * SEPARATION_RATE);

/** The gain comes back to 1 by this time constant: fast enough not to pump, slow enough not to distort. */
const RELEASE_SAMPLES = 0.06 * SEPARATION_RATE;

/** How many samples around a moment its gain depends on, to float precision. */
export const LIMITER_CONTEXT_SAMPLES = 2 * LOOK_AHEAD_SAMPLES + Math.ceil(25 * RELEASE_SAMPLES);

/**
 * Turns a stereo signal down around its peaks, both channels alike, so that none is left above full scale.
 * The gain falls before the peak, since it is seen coming, and what stays below the ceiling is not touched.
 */
export function limitPeaks([left, right]: StereoSamples): StereoSamples {
  const needed = left.map((value, index) => {
    const peak = Math.max(Math.abs(value), Math.abs(right[index] ?? 0));
    return peak > CEILING ? CEILING / peak : 1;
  });
  const gain = rounded(lowestAround(released(needed)));
  const apply = (channel: Float32Array) => channel.map((value, index) => value * (gain[index] ?? 1));
  return [apply(left), apply(right)];
}

/** Lets the gain rise slowly after each fall; never above what is needed. */
function released(needed: Float32Array): Float32Array {
  const keep = Math.exp(-1 / RELEASE_SAMPLES);
  let reduction = 0;
  return needed.map((gain) => {
    reduction = Math.max(1 - gain, reduction * keep);
    return 1 - reduction;
  });
}

/** For each moment the lowest gain of all that lie within the look-ahead on either side. */
function lowestAround(gains: Float32Array): Float32Array {
  // Positions of gains that may still be the lowest, in rising order of both position and gain.
  const candidates = new Int32Array(gains.length);
  let [head, tail] = [0, 0];
  const result = new Float32Array(gains.length);
  for (let index = 0; index < gains.length + LOOK_AHEAD_SAMPLES; index++) {
    const value = gains[index];
    if (value !== undefined) {
      while (tail > head && (gains[candidates[tail - 1] ?? 0] ?? 1) >= value) tail--;
      candidates[tail++] = index;
    }
    const middle = index - LOOK_AHEAD_SAMPLES;
    if (middle < 0) continue;
    while ((candidates[head] ?? 0) < middle - LOOK_AHEAD_SAMPLES) head++;
    result[middle] = gains[candidates[head] ?? 0] ?? 1;
  }
  return result;
}

/**
 * The average over the look-ahead on either side. Each moment's own need was among the candidates of every
 * value that is averaged here, so the average cannot exceed it. Twice a plain average would be smoother still,
 * but needs twice the look-ahead.
 */
function rounded(gains: Float32Array): Float32Array {
  const width = 2 * LOOK_AHEAD_SAMPLES + 1;
  // Reductions, not gains: away from peaks the sum is exactly zero and drifts nowhere.
  // Beyond both ends the outermost gain goes on; with 1 there, peaks at the very ends would slip through.
  const last = gains.length - 1;
  const at = (index: number) => 1 - (gains[Math.max(0, Math.min(last, index))] ?? 1);
  let sum = 0;
  for (let index = -LOOK_AHEAD_SAMPLES - 1; index < LOOK_AHEAD_SAMPLES; index++) sum += at(index);
  return gains.map((_, index) => {
    sum += at(index + LOOK_AHEAD_SAMPLES) - at(index - LOOK_AHEAD_SAMPLES - 1);
    return 1 - Math.max(0, sum) / width;
  });
}
