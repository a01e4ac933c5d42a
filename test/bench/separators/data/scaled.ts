import type { StereoSamples } from '../../../../shared/audio/stereo-samples.ts';

/** A sound louder or quieter. */
export function scaled([left, right]: StereoSamples, by: number): StereoSamples {
  return [left.map((value) => value * by), right.map((value) => value * by)];
}
