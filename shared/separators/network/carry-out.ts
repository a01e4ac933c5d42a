import type { StereoSamples } from '../../audio/stereo-samples.ts';
import { extractStems } from './extract-stems.ts';
import type { MaskNetwork } from './mask-network.ts';
import type { Source } from './network-card.ts';
import type { NetworkPlan } from './network-plan.ts';

/**
 * Separates a mix as a plan says. One source is never taken out, but left: stems without it are taken out by masks;
 * those with it are what is left, and what of the former belongs to them as well.
 *
 * @param start where the mix begins in its song, see `extractStems`
 * @param left the source that is left, of songs the other instruments
 */
export async function carryOut(
  network: MaskNetwork,
  mix: StereoSamples,
  { stems, ...manner }: NetworkPlan,
  start = 0,
  left: Source = 'other',
): Promise<StereoSamples[]> {
  const taken = stems.map(({ sources }) => sources).filter((sources) => !sources.includes(left));
  const found = await extractStems(network, mix, { ...manner, stems: taken }, start);
  const rest = found[taken.length] ?? mix;
  return stems.map(({ sources }) => {
    const own = taken.indexOf(sources);
    if (own >= 0) return found[own] ?? mix;
    const parts = found.filter((_, index) => taken[index]?.every((source) => sources.includes(source)));
    return parts.length === 0 ? rest : sumWithin(mix, [rest, ...parts]);
  });
}

/** The sum of stems, cut to full scale where the mix stays within it. */
function sumWithin(mix: StereoSamples, parts: readonly StereoSamples[]): StereoSamples {
  const sum = (channel: 0 | 1) =>
    mix[channel].map((whole, index) => {
      let total = 0;
      for (const part of parts) total += part[channel][index] ?? 0;
      return Math.abs(whole) <= 1 ? Math.max(-1, Math.min(1, total)) : total;
    });
  const left = sum(0);
  return [left, mix[0] === mix[1] ? left : sum(1)];
}
