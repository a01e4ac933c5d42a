import type { Separator } from '../separator.ts';
import type { VocalSplitter } from '../vocal-splitter.ts';
import { REVERB_CONTEXT_SAMPLES, removeReverb } from './remove-reverb.ts';
import { REVERB_SLUGS } from './reverb-slugs.ts';

/** Takes the voices out of a file, and their late reverberation out of them; what else there was comes out as well. */
export function vocalReverbRemoval(splitter: VocalSplitter): Separator {
  return {
    slug: REVERB_SLUGS.ofVocals,
    contextSamples: splitter.contextSamples + REVERB_CONTEXT_SAMPLES,
    async separate(mix, { place }) {
      const { vocals, instrumental } = await splitter.split(mix, place?.start ?? 0);
      return [...(await removeReverb(vocals)), instrumental];
    },
  };
}
