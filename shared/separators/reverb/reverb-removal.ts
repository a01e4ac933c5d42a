import type { Separator } from '../separator.ts';
import { REVERB_CONTEXT_SAMPLES, removeReverb } from './remove-reverb.ts';
import { REVERB_SLUGS } from './reverb-slugs.ts';

/** Takes the late reverberation out of a file as it is; see `reverbGains`. */
export const reverbRemoval: Separator = {
  slug: REVERB_SLUGS.asIs,
  contextSamples: REVERB_CONTEXT_SAMPLES,
  separate: (mix) => removeReverb(mix),
};
