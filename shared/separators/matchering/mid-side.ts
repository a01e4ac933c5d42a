import type { StereoSamples } from '../../audio/stereo-samples.ts';
import type { Signal } from './signal.ts';

/** A stereo signal as what both speakers share, (L+R)/2, and how they differ, (L-R)/2. */
export interface MidSide {
  readonly mid: Float32Array;
  readonly side: Float32Array;
}

export function toMidSide([left, right]: StereoSamples): MidSide {
  return { mid: shared(left, right), side: difference(left, right) };
}

/** The middle of a long song, made where it is looked at: as a whole it would take half the memory of the song again. */
export function midOf(song: StereoSamples): Signal {
  return lazily(song, shared);
}

/** The sides of a long song, likewise. */
export function sideOf(song: StereoSamples): Signal {
  return lazily(song, difference);
}

export function toStereo({ mid, side }: MidSide): StereoSamples {
  return [
    mid.map((value, index) => value + (side[index] ?? 0)),
    mid.map((value, index) => value - (side[index] ?? 0)),
  ];
}

type OfBoth = (left: Float32Array, right: Float32Array) => Float32Array;

const shared: OfBoth = (left, right) => left.map((value, index) => (value + (right[index] ?? 0)) / 2);
const difference: OfBoth = (left, right) => left.map((value, index) => (value - (right[index] ?? 0)) / 2);

function lazily([left, right]: StereoSamples, ofBoth: OfBoth): Signal {
  return {
    length: left.length,
    subarray: (start, end) => ofBoth(left.subarray(start, end), right.subarray(start, end)),
  };
}
