import type { StereoSamples } from '../../audio/stereo-samples.ts';
import { shareMix } from '../share-mix.ts';
import { carryOut } from './carry-out.ts';
import { extractStems } from './extract-stems.ts';
import type { MaskNetwork } from './mask-network.ts';
import type { NetworkPlan } from './network-plan.ts';

/**
 * Separates a mix as a plan of two stems says, after its vocals were taken out: the first stem comes from the
 * instrumental part, the second is everything else of the mix.
 */
export async function fromInstrumental(
  network: MaskNetwork,
  mix: StereoSamples,
  plan: NetworkPlan,
  start: number,
): Promise<StereoSamples[]> {
  const [, instrumental] = await extractStems(network, mix, { stems: [['vocals']] }, start);
  if (instrumental === undefined) throw new Error('Taking the vocals out left nothing.');
  const [stem] = await carryOut(network, instrumental, plan, start);
  return shareMix(mix, stem === undefined ? [] : [stem]);
}
