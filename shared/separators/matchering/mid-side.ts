import type { StereoSamples } from '../../audio/stereo-samples.ts';

/** A stereo signal as what both speakers share, (L+R)/2, and how they differ, (L-R)/2. */
export interface MidSide {
  readonly mid: Float32Array;
  readonly side: Float32Array;
}

export function toMidSide([left, right]: StereoSamples): MidSide {
  return {
    mid: left.map((value, index) => (value + (right[index] ?? 0)) / 2),
    side: left.map((value, index) => (value - (right[index] ?? 0)) / 2),
  };
}

export function toStereo({ mid, side }: MidSide): StereoSamples {
  return [
    mid.map((value, index) => value + (side[index] ?? 0)),
    mid.map((value, index) => value - (side[index] ?? 0)),
  ];
}
