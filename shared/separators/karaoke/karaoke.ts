import { loadFft } from '../../audio/real-fft.ts';
import type { StereoSamples } from '../../audio/stereo-samples.ts';
import { CENTER_CONTEXT_SAMPLES, centerEstimate } from '../center-estimate.ts';
import type { Separator } from '../separator.ts';
import { splitMix } from '../split-mix.ts';
import type { VocalSplitter } from '../vocal-splitter.ts';
import { KARAOKE_PLANS, type KaraokePart } from './karaoke-plan.ts';
import { KARAOKE_SLUG } from './karaoke-slug.ts';

/**
 * Lead vocals against back vocals by their place alone: of the voices in a mix, those in the middle lead, and those
 * to the sides stand behind. Choirs in the middle count as lead, and of a mono song all voices do.
 */
export function karaoke(splitter: VocalSplitter): Separator {
  return {
    slug: KARAOKE_SLUG,
    contextSamples: splitter.contextSamples + CENTER_CONTEXT_SAMPLES,
    async separate(mix, { sepType, options, place }) {
      const plan = KARAOKE_PLANS.get(sepType)?.(options);
      if (plan === undefined) throw new Error(`There is no plan for karaoke of type ${sepType}.`);
      await loadFft();
      const { vocals } = await splitter.split(mix, place?.start ?? 0);
      const center = centerEstimate(vocals, plan.guide === 'mix' ? mix : vocals);
      const [lead, withoutLead] = splitMix(mix, [center, center]);
      const [back, instrumental] = splitMix(withoutLead, difference(vocals, lead));
      const sounds: Readonly<Record<KaraokePart, StereoSamples>> = { lead, withoutLead, back, instrumental };
      return plan.stems.map(({ part }) => sounds[part]);
    },
  };
}

function difference(whole: StereoSamples, part: StereoSamples): StereoSamples {
  const channel = (which: 0 | 1) => whole[which].map((value, index) => value - (part[which][index] ?? 0));
  return [channel(0), channel(1)];
}
