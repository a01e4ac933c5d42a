import { SHIPPED_KIT_CARD } from '../network/kit/shipped-kit-card.ts';
import { SHIPPED_CARD } from '../network/shipped-card.ts';
import type { Offer } from '../offer.ts';
import { basicPitchOffer } from './basic-pitch-offer.ts';
import { denoiseOffer } from './denoise-offer.ts';
import { harmonicPercussiveOffer } from './harmonic-percussive-offer.ts';
import { karaokeOffers } from './karaoke-offers.ts';
import { matcheringOffer } from './matchering-offer.ts';
import { kitOffers } from './network/kit-offers.ts';
import { networkOffers } from './network/network-offers.ts';
import { phantomCenterOffer } from './phantom-center-offer.ts';
import { reverbOffers } from './reverb-offers.ts';

/**
 * Everything that separators of this repository offer, in the order in which users are told of it. Of several offers
 * for one type, the first that can have the options is taken.
 */
export const OWN_OFFERS: readonly Offer[] = [
  ...(SHIPPED_CARD === undefined ? [] : [...networkOffers(SHIPPED_CARD), ...karaokeOffers]),
  ...(SHIPPED_KIT_CARD === undefined ? [] : kitOffers(SHIPPED_KIT_CARD, SHIPPED_CARD !== undefined)),
  harmonicPercussiveOffer,
  phantomCenterOffer,
  denoiseOffer,
  ...reverbOffers(SHIPPED_CARD !== undefined),
  matcheringOffer,
  basicPitchOffer,
];
