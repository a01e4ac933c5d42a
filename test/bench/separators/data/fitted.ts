import type { StereoSamples } from '../../../../shared/audio/stereo-samples.ts';

/** A sound of exactly so many samples, that begins after some samples of silence. */
export function fitted([left, right]: StereoSamples, length: number, late = 0): StereoSamples {
  const cut = (channel: Float32Array) => {
    const out = new Float32Array(length);
    out.set(channel.subarray(0, Math.max(0, length - late)), late);
    return out;
  };
  return [cut(left), cut(right)];
}
