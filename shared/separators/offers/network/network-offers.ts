import type { NetworkCard } from '../../network/network-card.ts';
import { NETWORK_PLANS } from '../../network/network-plans.ts';
import { NETWORK_SLUGS } from '../../network/network-slugs.ts';
import type { Offer } from '../../offer.ts';
import { measuredQuality } from './measured-quality.ts';
import { NETWORK_OFFER_ROWS, type NetworkOfferRow } from './network-offer-rows.ts';
import { refusing } from './refusing.ts';

const WORKS = {
  english:
    'A small neural network, made for this server, listens to 288 bands of the spectrum and says how much of each is ' +
    'drums, bass, voice or anything else; its masks are laid on the mix, so that the stems add up to it. No named ' +
    'model runs: where a type offers several, this network stands for all of them.',
  russian:
    'Небольшая нейросеть, созданная для этого сервера, слушает 288 полос спектра и решает, сколько в каждой ударных, ' +
    'баса, голоса и прочего; её маски накладываются на микс, и стемы в сумме дают его. Названные модели не работают: ' +
    'за все варианты отвечает эта сеть.',
};

const FIRST_WITHOUT_VOCALS = {
  english: ' From the instrumental part: the network takes the vocals out first, and then listens again.',
  russian: ' Из инструментала: сеть сперва убирает вокал, затем слушает снова.',
};

/** What a network with this card serves. */
export function networkOffers(card: NetworkCard): readonly Offer[] {
  return NETWORK_OFFER_ROWS.flatMap((row) => row.types.flatMap((sepType) => offersOf(card, sepType, row)));
}

function offersOf(card: NetworkCard, sepType: number, row: NetworkOfferRow): readonly Offer[] {
  const { problem } = row;
  const first = offerOf(card, sepType, row);
  if (row.fromInstrumental !== true) return [{ ...first, ...(problem === undefined ? {} : { problem }) }];
  const again = offerOf(card, sepType, row, FIRST_WITHOUT_VOCALS);
  return [
    {
      ...first,
      problem: refusing('add_opt2', ['1'], 'Set add_opt2 to 0 to extract directly from the mixture.'),
    },
    {
      ...again,
      separator: NETWORK_SLUGS.fromInstrumental,
      problem: ({ add_opt2 }) =>
        add_opt2 === '1' ? undefined : 'Set add_opt2 to 1 to extract from the instrumental part.',
    },
  ];
}

function offerOf(
  card: NetworkCard,
  sepType: number,
  { standing, measures, note }: NetworkOfferRow,
  also = { english: '', russian: '' },
): Omit<Offer, 'problem'> {
  const quality = measuredQuality(card, measures);
  return {
    sepType,
    separator: NETWORK_SLUGS.fromMix,
    standing,
    algorithm: `${card.name} (mvsep-serverless engine; not the named model)`,
    description: `${WORKS.english}${also.english}${note?.english ?? ''}${quality.english}`,
    russian: {
      algorithm: `${card.name} (движок mvsep-serverless, не названная модель)`,
      description: `${WORKS.russian}${also.russian}${note?.russian ?? ''}${quality.russian}`,
    },
    stems: (options) =>
      NETWORK_PLANS.get(sepType)?.(options).stems.map(({ label, name }) => ({ label, name })) ?? [],
  };
}
