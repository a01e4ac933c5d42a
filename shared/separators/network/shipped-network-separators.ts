import type { Separator } from '../separator.ts';
import type { NetworkCard } from './network-card.ts';
import { networkSeparator } from './network-separator.ts';
import { NETWORK_SLUGS } from './network-slugs.ts';
import { openShippedNetwork } from './open-shipped-network.ts';
import { SHIPPED_CARD } from './shipped-card.ts';

/** The separators of the network of this repository; none while there is no network. */
export const SHIPPED_NETWORK_SEPARATORS: readonly Separator[] =
  SHIPPED_CARD === undefined ? [] : separatorsOf(SHIPPED_CARD);

function separatorsOf(card: NetworkCard): readonly Separator[] {
  return Object.values(NETWORK_SLUGS).map((slug) =>
    networkSeparator(card, () => openShippedNetwork(card), slug),
  );
}
