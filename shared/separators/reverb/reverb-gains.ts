import type { PowerMatrix } from '../joint-power.ts';
import { lowestDecay } from './lowest-decay.ts';

/** Frames between a sound and its late reverberation: 70 ms, as what comes sooner is heard as part of the sound. */
const DELAY_FRAMES = 3;

/** How much of the power before counts in the power that the reverberation is taken from: one frame is too jumpy. */
const SMOOTHING = 0.5;

/** Frames after which the smoothing has forgotten 60 dB of power. */
const SMOOTHING_FRAMES = 20;

/** The lowest decay of all lies below the room's, since powers scatter: by about this factor. */
const BIAS = 2;

/** So much of what was heard before may be reverberation at the most. */
const MOST = 0.9;

/** The least gain: more would be heard as bubbling. */
const FLOOR = 0.15;

const TINY = 1e-20;

/** How many frames around a moment its gains depend on, beside those of `lowestDecay`. */
export const GAIN_CONTEXT_FRAMES = DELAY_FRAMES + SMOOTHING_FRAMES;

/**
 * For each frame and bin how much is not late reverberation, from 0 to 1, by spectral subtraction (after Lebart,
 * Boucher and Denbigh, "A new method based on spectral subtraction for speech dereverberation", Acta Acustica, 2001):
 * what a room adds to a moment is what was heard shortly before, weakened by the room's decay. Theirs takes the room
 * as given; here the decay is the fastest that was heard nearby, so that dry recordings are left alone.
 */
export function reverbGains(power: PowerMatrix): Float32Array {
  const { frames, bins, values } = power;
  const { bandOfBin, bands, lowest } = lowestDecay(power, DELAY_FRAMES);
  const gains = new Float32Array(values.length).fill(1);
  const smooth = smoothed(power);
  for (let frame = DELAY_FRAMES; frame < frames; frame++) {
    for (let bin = 0; bin < bins; bin++) {
      const cell = frame * bins + bin;
      const decay = Math.min(MOST, BIAS * (lowest[frame * bands + (bandOfBin[bin] ?? 0)] ?? 0));
      const late = decay * (smooth[cell - DELAY_FRAMES * bins] ?? 0);
      gains[cell] = Math.max(FLOOR, Math.sqrt(Math.max(0, 1 - late / ((values[cell] ?? 0) + TINY))));
    }
  }
  return gains;
}

function smoothed({ bins, values }: PowerMatrix): Float32Array {
  const result = values.slice();
  for (let cell = bins; cell < result.length; cell++) {
    result[cell] = SMOOTHING * (result[cell - bins] ?? 0) + (1 - SMOOTHING) * (values[cell] ?? 0);
  }
  return result;
}
