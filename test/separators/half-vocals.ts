import type { StereoSamples } from '../../shared/audio/stereo-samples.ts';
import type { VocalSplitter } from '../../shared/separators/vocal-splitter.ts';

/** Takes half of whatever it hears for voices, so that it is known what those who go on with them are given. */
export const halfVocals: VocalSplitter = {
  contextSamples: 0,
  async split(mix) {
    const half: StereoSamples = [mix[0].map((value) => value / 2), mix[1].map((value) => value / 2)];
    return { vocals: half, instrumental: half };
  },
};
