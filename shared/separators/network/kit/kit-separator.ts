import type { StereoSamples } from '../../../audio/stereo-samples.ts';
import type { Separator } from '../../separator.ts';
import { carryOut } from '../carry-out.ts';
import { extractStems } from '../extract-stems.ts';
import type { MaskNetwork } from '../mask-network.ts';
import type { NetworkCard } from '../network-card.ts';
import { KIT_PLANS } from './kit-plan.ts';
import { KIT_SLUGS } from './kit-slugs.ts';

/** A network that is loaded when the first song needs it. */
export interface LazyNetwork {
  readonly card: NetworkCard;
  load(): Promise<MaskNetwork>;
}

/**
 * Takes drum kits apart by the masks of a network, which are laid on the spectrum of the drums. Its stems are, drum
 * by drum, the drums, and add up to the song together with what is not drums.
 *
 * @param song takes the drums out of songs; without it, everything that comes is drums
 */
export function kitSeparator(kit: LazyNetwork, song?: LazyNetwork): Separator {
  return {
    slug: song === undefined ? KIT_SLUGS.fromDrums : KIT_SLUGS.fromMix,
    contextSamples: contextOf(kit) + (song === undefined ? 0 : contextOf(song)),
    async separate(mix, { sepType, options, place }) {
      const plan = KIT_PLANS.get(sepType)?.(options);
      if (plan === undefined) throw new Error(`There is no plan for drums of type ${sepType}.`);
      const start = place?.start ?? 0;
      const [drums, rest] = song === undefined ? [mix, mix] : await takeDrums(song, mix, start);
      const stems = plan.stems.filter((stem) => stem.sources !== undefined);
      const found = await carryOut(await kit.load(), drums, { stems }, start, 'crash');
      return plan.stems.map(({ name }) => found[stems.findIndex((stem) => stem.name === name)] ?? rest);
    },
  };
}

async function takeDrums(
  song: LazyNetwork,
  mix: StereoSamples,
  start: number,
): Promise<readonly [StereoSamples, StereoSamples]> {
  const [drums, rest] = await extractStems(await song.load(), mix, { stems: [['drums']] }, start);
  if (drums === undefined || rest === undefined) throw new Error('Taking the drums out left nothing.');
  return [drums, rest];
}

/** What a run sees around a moment, and half a frame at its ends. */
function contextOf({ card }: LazyNetwork): number {
  return card.contextFrames * card.hop + card.size;
}
