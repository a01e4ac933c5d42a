import type { StereoSamples } from '../audio/stereo-samples.ts';

/**
 * Takes a mix apart into a stem, as it was estimated, and the rest: the two add up to the mix.
 *
 * Where the mix stays within full scale, so do both. An estimate that overshoots, as it does on loud and clipped
 * songs, is moved just as far as that needs; otherwise 16 bit files clip each stem on its own and no longer add
 * up. Where the mix itself exceeds full scale, as floats may, nothing is moved. No sample depends on another,
 * so chunks still equal the whole.
 */
export function splitMix(mix: StereoSamples, estimate: StereoSamples): [StereoSamples, StereoSamples] {
  const stem = (channel: 0 | 1) =>
    mix[channel].map((whole, index) => withinFullScale(estimate[channel][index] ?? 0, whole));
  const stems: StereoSamples = [stem(0), stem(1)];
  const rest = (channel: 0 | 1) => mix[channel].map((whole, index) => whole - (stems[channel][index] ?? 0));
  return [stems, [rest(0), rest(1)]];
}

function withinFullScale(part: number, whole: number): number {
  if (Math.abs(whole) > 1) return part;
  return Math.min(1, whole + 1, Math.max(-1, whole - 1, part));
}
