import type { Offer } from '../offer.ts';

/** Drums by median filters; see `harmonicPercussive`. */
export const harmonicPercussiveOffer: Offer = {
  sepType: 44,
  separator: 'median_hpss',
  standing: 'substitute',
  algorithm:
    'Median-filter harmonic/percussive separation (mvsep-serverless engine; not the named neural model)',
  description:
    'Splits hits from sustained tones with median filters over time and frequency. No neural network runs: ' +
    'the model and extraction options are accepted but change nothing, and percussive attacks of other ' +
    'instruments can end up among the drums.',
  russian: {
    algorithm: 'Медианное разделение на удары и тоны (движок mvsep-serverless, не названная нейросеть)',
    description:
      'Отделяет удары от протяжных звуков медианными фильтрами по времени и частоте. Нейросеть не работает: ' +
      'выбор модели и способа принимается, но ничего не меняет, а резкие атаки других инструментов могут ' +
      'попасть к ударным.',
  },
  stems: () => [
    { label: 'Drums', name: 'drums' },
    { label: 'Other', name: 'other' },
  ],
};
