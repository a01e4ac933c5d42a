import { chooseOffers } from '../shared/separators/offers/choose-offers.ts';
import type { Settings } from './settings.ts';

/** The variable by which functions of the pipeline know what the Engine runs; none when mvsep.com separates. */
export function engineTypes({ upstream, engine }: Settings): Record<string, string> {
  if (upstream !== 'engine') return {};
  const own = chooseOffers(engine).map(({ sepType }) => sepType);
  return { ENGINE_TYPES: [...new Set([...own, ...engine.operatorTypes])].join(',') };
}
