import type { Separator } from '../separator.ts';
import { carryOut } from './carry-out.ts';
import { fromInstrumental } from './from-instrumental.ts';
import type { MaskNetwork } from './mask-network.ts';
import type { NetworkCard } from './network-card.ts';
import { NETWORK_PLANS } from './network-plans.ts';
import { NETWORK_SLUGS } from './network-slugs.ts';

/**
 * Separates by a small network that looks at the loudness of bands over time, and answers how much of each belongs
 * to which source. Its masks are laid on the spectrum of the mix, so that the stems add up to it.
 *
 * @param load makes the network ready; called at the first song
 * @param slug whether the network runs once, on the mix, or once more on the instrumental part
 */
export function networkSeparator(
  card: NetworkCard,
  load: () => Promise<MaskNetwork>,
  slug: (typeof NETWORK_SLUGS)[keyof typeof NETWORK_SLUGS],
): Separator {
  const runs = slug === NETWORK_SLUGS.fromMix ? 1 : 2;
  return {
    slug,
    // What a run sees around a moment, and half a frame at its ends.
    contextSamples: runs * (card.contextFrames * card.hop + card.size),
    async separate(mix, { sepType, options, place }) {
      const plan = NETWORK_PLANS.get(sepType)?.(options);
      if (plan === undefined) throw new Error(`The network has no plan for type ${sepType}.`);
      const separate = runs === 1 ? carryOut : fromInstrumental;
      return separate(await load(), mix, plan, place?.start ?? 0);
    },
  };
}
