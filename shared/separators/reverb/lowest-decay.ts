import type { PowerMatrix } from '../joint-power.ts';
import { runningMinimum } from '../running-minimum.ts';

/** Frames on each side over which the power of a band is averaged before it is compared. */
const AVERAGE_REACH = 2;

/** Frames on each side in which the lowest is sought, three seconds: in that time every voice stops once. */
const MINIMUM_REACH = 129;

/** How many frames around a moment its decay depends on, beside the delay. */
export const DECAY_CONTEXT_FRAMES = AVERAGE_REACH + MINIMUM_REACH;

/** Bands are a third of an octave wide, and no narrower than this. */
const BAND_OCTAVES = 1 / 3;
const NARROWEST_BAND_BINS = 4;

/** Frames at the end of a signal that lie partly outside of it: four frames cover each sample. */
const PARTIAL_FRAMES = 3;

/** What sounds weaker than this, -90 dB against what was there before, was cut by a machine and not by a room. */
const CUT = 1e-9;

/** The lowest decays of a signal, in rows of `bands` numbers, one a frame. */
export interface LowestDecay {
  readonly bands: number;
  readonly bandOfBin: Int32Array;
  readonly lowest: Float32Array;
}

/**
 * How little is left of the power of a band after some frames, at the moment nearby where least is left: when a
 * voice stops, a room still sounds, and nothing in it can fade faster than the room does. 0 in a dry recording.
 */
export function lowestDecay({ frames, bins, values }: PowerMatrix, delayFrames: number): LowestDecay {
  const edges = bandEdges(bins);
  const bands = edges.length - 1;
  const bandOfBin = new Int32Array(bins);
  edges.forEach((edge, band) => {
    bandOfBin.fill(band, edge, edges[band + 1] ?? edge);
  });
  const power = averagedBands({ frames, bins, values }, bandOfBin, bands);
  const left = new Float32Array(power.length).fill(1);
  // Where the signal ends, everything stops as if the room were dry.
  const end = (frames - PARTIAL_FRAMES - AVERAGE_REACH) * bands;
  for (let cell = delayFrames * bands; cell < end; cell++) {
    const before = power[cell - delayFrames * bands] ?? 0;
    const now = power[cell] ?? 0;
    if (now > CUT * before) left[cell] = now / before;
  }
  const lowest = new Float32Array(left.length);
  for (let band = 0; band < bands; band++) {
    runningMinimum(left, lowest, { start: band, stride: bands, length: frames }, MINIMUM_REACH);
  }
  return { bands, bandOfBin, lowest };
}

function bandEdges(bins: number): number[] {
  const edges = [0];
  for (let edge = NARROWEST_BAND_BINS; edge < bins; ) {
    edges.push(edge);
    edge = Math.max(edge + NARROWEST_BAND_BINS, Math.round(edge * 2 ** BAND_OCTAVES));
  }
  return [...edges, bins];
}

/** The power of each band in rows of `bands` numbers, each the sum over the frames within reach. */
function averagedBands(
  { frames, bins, values }: PowerMatrix,
  bandOfBin: Int32Array,
  bands: number,
): Float32Array {
  const single = new Float32Array(frames * bands);
  for (let cell = 0; cell < values.length; cell++) {
    const at = Math.floor(cell / bins) * bands + (bandOfBin[cell % bins] ?? 0);
    single[at] = (single[at] ?? 0) + (values[cell] ?? 0);
  }
  const sums = new Float32Array(single.length);
  for (let cell = 0; cell < sums.length; cell++) {
    for (let near = -AVERAGE_REACH; near <= AVERAGE_REACH; near++) {
      sums[cell] = (sums[cell] ?? 0) + (single[cell + near * bands] ?? 0);
    }
  }
  return sums;
}
