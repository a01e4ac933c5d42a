import type { StereoSamples } from '../../shared/audio/stereo-samples.ts';

/** The sum of sounds of one length. */
export function mixOf(...sounds: readonly StereoSamples[]): StereoSamples {
  const sum = (channel: 0 | 1) => {
    const total = new Float32Array(sounds[0]?.[channel].length ?? 0);
    for (const sound of sounds) {
      sound[channel].forEach((value, index) => {
        total[index] = (total[index] ?? 0) + value;
      });
    }
    return total;
  };
  return [sum(0), sum(1)];
}
