import type { StereoSamples } from './stereo-samples.ts';

/** One or two channels as two: mono is heard on both. */
export function asStereo([left, right]: readonly Float32Array[]): StereoSamples {
  if (left === undefined) throw new Error('A song without channels.');
  return [left, right ?? left];
}
