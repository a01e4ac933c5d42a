import card from './model/separator.json' with { type: 'json' };
import { networkCard } from './network-card.ts';

/** What is to know of the network of this repository; undefined while there is none. */
export const SHIPPED_CARD = networkCard.nullable().parse(card) ?? undefined;
