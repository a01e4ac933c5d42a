import type { VocalSplitter } from '../vocal-splitter.ts';
import { extractStems } from './extract-stems.ts';
import type { NetworkCard } from './network-card.ts';
import { openShippedNetwork } from './open-shipped-network.ts';
import { SHIPPED_CARD } from './shipped-card.ts';

/** Takes voices out by the network of this repository; undefined while there is none. */
export const SHIPPED_VOCAL_SPLITTER: VocalSplitter | undefined =
  SHIPPED_CARD === undefined ? undefined : splitterOf(SHIPPED_CARD);

function splitterOf(card: NetworkCard): VocalSplitter {
  return {
    contextSamples: card.contextFrames * card.hop + card.size,
    async split(mix, start) {
      const network = await openShippedNetwork(card);
      const [vocals, instrumental] = await extractStems(network, mix, { stems: [['vocals']] }, start);
      if (vocals === undefined || instrumental === undefined) throw new Error('The network left no voices.');
      return { vocals, instrumental };
    },
  };
}
