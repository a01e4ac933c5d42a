import card from '../model/kit.json' with { type: 'json' };
import { networkCard } from '../network-card.ts';

/** What is to know of the network for drum kits of this repository; undefined while there is none. */
export const SHIPPED_KIT_CARD = networkCard.nullable().parse(card) ?? undefined;
