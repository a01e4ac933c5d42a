import type { StereoSamples } from '../audio/stereo-samples.ts';
import { shareMix } from './share-mix.ts';

/** Takes a mix apart into a stem, as it was estimated, and the rest: `shareMix` for one stem, which stays as it is. */
export function splitMix(mix: StereoSamples, estimate: StereoSamples): [StereoSamples, StereoSamples] {
  const left = estimate[0].slice();
  const stem: StereoSamples = [left, estimate[1] === estimate[0] ? left : estimate[1].slice()];
  const [first = stem, rest = mix] = shareMix(mix, [stem]);
  return [first, rest];
}
