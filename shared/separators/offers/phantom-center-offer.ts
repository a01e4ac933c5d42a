import type { Offer } from '../offer.ts';

/** The phantom centre; see `phantomCenter`. */
export const phantomCenterOffer: Offer = {
  sepType: 55,
  separator: 'phantom_center',
  standing: 'substitute',
  algorithm: 'Phantom centre by channel similarity (mvsep-serverless engine; not the named neural model)',
  description:
    'Measures how alike the two channels are at each moment and frequency and moves what they share into ' +
    'the centre. No neural network runs: the model option is accepted but changes nothing. A mono file is ' +
    'all centre.',
  russian: {
    algorithm: 'Фантомный центр по сходству каналов (движок mvsep-serverless, не названная нейросеть)',
    description:
      'Измеряет, насколько похожи два канала в каждый момент и на каждой частоте, и переносит общее в центр. ' +
      'Нейросеть не работает: выбор модели принимается, но ничего не меняет. Моно-файл целиком попадает в центр.',
  },
  stems: () => [
    { label: 'Center', name: 'center' },
    { label: 'Wide (sides)', name: 'wide' },
  ],
};
