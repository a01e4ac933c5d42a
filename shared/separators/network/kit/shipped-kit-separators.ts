import type { Separator } from '../../separator.ts';
import { openShippedNetwork } from '../open-shipped-network.ts';
import { SHIPPED_CARD } from '../shipped-card.ts';
import { kitSeparator, type LazyNetwork } from './kit-separator.ts';
import { SHIPPED_KIT_CARD } from './shipped-kit-card.ts';

/**
 * The separators of drum kits by the networks of this repository; none while there is no network for them, and none
 * for songs while there is none that takes the drums out.
 */
export const SHIPPED_KIT_SEPARATORS: readonly Separator[] = separators();

function separators(): readonly Separator[] {
  const [card, songCard] = [SHIPPED_KIT_CARD, SHIPPED_CARD];
  if (card === undefined) return [];
  const kit: LazyNetwork = { card, load: () => openShippedNetwork(card, 'kit') };
  const fromDrums = kitSeparator(kit);
  if (songCard === undefined) return [fromDrums];
  return [fromDrums, kitSeparator(kit, { card: songCard, load: () => openShippedNetwork(songCard) })];
}
