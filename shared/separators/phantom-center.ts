import { loadFft } from '../audio/real-fft.ts';
import { CENTER_CONTEXT_SAMPLES, centerEstimate } from './center-estimate.ts';
import type { Separator } from './separator.ts';
import { splitMix } from './split-mix.ts';

/** What is heard between the speakers against the rest; see `centerEstimate`. */
export const phantomCenter: Separator = {
  slug: 'phantom_center',
  contextSamples: CENTER_CONTEXT_SAMPLES,
  async separate(mix) {
    await loadFft();
    const center = centerEstimate(mix);
    return splitMix(mix, [center, center]);
  },
};
