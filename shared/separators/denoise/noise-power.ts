import type { PowerMatrix } from '../joint-power.ts';
import { runningMinimum } from '../running-minimum.ts';

/** Frames on each side over which the power is averaged before its minimum is sought. */
const AVERAGE_REACH = 4;

/** Frames on each side in which the minimum is sought, three seconds: longer than a sentence or a note goes on. */
const MINIMUM_REACH = 129;

/** The minimum lies below the mean: by about this factor for steady noise, with the two reaches above. */
const BIAS = 2;

/** How many frames around a moment its noise power depends on. */
export const NOISE_CONTEXT_FRAMES = AVERAGE_REACH + MINIMUM_REACH;

/**
 * The power of steady noise in each bin, by minimum statistics (after Martin, "Noise power spectral density
 * estimation based on optimal smoothing and minimum statistics", IEEE Transactions on Speech and Audio Processing,
 * 2001): voices and notes pause again and again, noise never does, so what is left at the quietest moment nearby is
 * noise. It looks to both sides alike and no farther than `NOISE_CONTEXT_FRAMES`.
 */
export function noisePower({ frames, bins, values }: PowerMatrix): Float32Array {
  const averaged = averageOverTime(values, frames, bins);
  const lowest = new Float32Array(averaged.length);
  for (let bin = 0; bin < bins; bin++) {
    runningMinimum(averaged, lowest, { start: bin, stride: bins, length: frames }, MINIMUM_REACH);
  }
  return lowest.map((value) => BIAS * value);
}

/** The mean over the frames within reach. Summed anew for each frame: a sum that goes along would gather errors. */
function averageOverTime(values: Float32Array, frames: number, bins: number): Float32Array {
  const averaged = new Float32Array(values.length);
  for (let frame = 0; frame < frames; frame++) {
    const first = Math.max(0, frame - AVERAGE_REACH);
    const last = Math.min(frames - 1, frame + AVERAGE_REACH);
    const row = averaged.subarray(frame * bins, (frame + 1) * bins);
    for (let near = first; near <= last; near++) {
      const from = near * bins;
      for (let bin = 0; bin < bins; bin++) row[bin] = (row[bin] ?? 0) + (values[from + bin] ?? 0);
    }
    const count = last - first + 1;
    for (let bin = 0; bin < bins; bin++) row[bin] = (row[bin] ?? 0) / count;
  }
  return averaged;
}
