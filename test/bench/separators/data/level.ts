import type { StereoSamples } from '../../../../shared/audio/stereo-samples.ts';

/** Root mean square over both channels. */
export function level(sound: StereoSamples): number {
  let total = 0;
  for (const channel of sound) for (const value of channel) total += value * value;
  return Math.sqrt(total / (2 * sound[0].length));
}
