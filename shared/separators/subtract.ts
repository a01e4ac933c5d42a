import type { StereoSamples } from '../audio/stereo-samples.ts';

/** What is left of a mix without one of its stems. */
export function subtract(mix: StereoSamples, stem: StereoSamples): StereoSamples {
  const without = (channel: 0 | 1) => mix[channel].map((value, index) => value - (stem[channel][index] ?? 0));
  return [without(0), without(1)];
}
