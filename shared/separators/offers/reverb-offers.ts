import type { Offer } from '../offer.ts';
import { REVERB_SLUGS } from '../reverb/reverb-slugs.ts';

const ENGLISH =
  'Hears how fast sounds fade at most, which no room lets them do faster than it does itself, and takes away what a ' +
  'moment owes to those before it. Mild: voices in rooms that fade in half a second or one come 0.1 to 2 dB closer to ' +
  'what was heard within the first 50 ms (SI-SDR), and dry ones stay as they are, 18 dB and more. Early echoes stay. ' +
  'No neural network takes the reverb away: the model option is accepted but changes nothing.';
const RUSSIAN =
  'Слышит, как быстро звуки затихают, — быстрее самого помещения они не могут, — и убирает то, чем мгновение обязано ' +
  'прежним. Действует мягко: голоса в помещениях с затуханием в полсекунды и секунду становятся на 0,1–2 дБ ближе к ' +
  'тому, что слышно в первые 50 мс (SI-SDR), сухие почти не меняются, 18 дБ и больше. Ранние отражения остаются. ' +
  'Реверберацию убирает не нейросеть: выбор модели принимается, но ничего не меняет.';

const NOREVERB = { label: 'Noreverb', name: 'noreverb' };
const REVERB = { label: 'Reverb', name: 'reverb' };

const AS_IS: Offer = {
  sepType: 22,
  separator: REVERB_SLUGS.asIs,
  standing: 'substitute',
  algorithm: 'Late reverberation suppression (mvsep-serverless engine; not the named neural model)',
  description: ENGLISH,
  russian: {
    algorithm: 'Подавление поздней реверберации (движок mvsep-serverless, не названная нейросеть)',
    description: RUSSIAN,
  },
  stems: () => [NOREVERB, REVERB],
  problem: ({ add_opt2 }) =>
    add_opt2 === '0'
      ? 'Nothing here extracts vocals first: set add_opt2 to 1 to use the file as is.'
      : undefined,
};

const OF_VOCALS: Offer = {
  ...AS_IS,
  separator: REVERB_SLUGS.ofVocals,
  description: `A small neural network takes the vocals out first; what is left comes out as a third stem. ${ENGLISH}`,
  russian: {
    algorithm: 'Подавление поздней реверберации (движок mvsep-serverless, не названная нейросеть)',
    description: `Сперва небольшая нейросеть выделяет вокал; остальное выдаётся третьим стемом. ${RUSSIAN}`,
  },
  stems: () => [NOREVERB, REVERB, { label: 'Instrumental', name: 'instrumental' }],
  problem: ({ add_opt2 }) => (add_opt2 === '0' ? undefined : 'Set add_opt2 to 0 to extract vocals first.'),
};

/** Removal of late reverberation, from a file as it is, and from its vocals where something here takes these out. */
export function reverbOffers(findsVocals: boolean): readonly Offer[] {
  return findsVocals ? [AS_IS, OF_VOCALS] : [AS_IS];
}
