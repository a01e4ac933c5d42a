import type { Offer } from '../offer.ts';

/** The phantom centre; see `phantomCenter`. */
export const phantomCenterOffer: Offer = {
  sepType: 55,
  separator: 'phantom_center',
  standing: 'substitute',
  algorithm: 'Phantom centre by shared power (mvsep-serverless engine; not the named neural model)',
  description:
    'Measures at each moment and frequency what the two channels share and moves it into the centre, trusting the ' +
    'channel more that holds less beside it. No neural network runs: the model option is accepted but changes ' +
    'nothing. A mono file is all centre. Measured where the sides know nothing of each other: the centre at 12 to 20 ' +
    'dB SDR, the sides at 9 to 17.',
  russian: {
    algorithm: 'Фантомный центр по общей мощности каналов (движок mvsep-serverless, не названная нейросеть)',
    description:
      'В каждый момент и на каждой частоте измеряет, что у двух каналов общего, и переносит это в центр, больше ' +
      'доверяя каналу, где меньше прочего. Нейросеть не работает: выбор модели принимается, но ничего не меняет. ' +
      'Моно-файл целиком попадает в центр. Измерено на независимых боках: центр — SDR от 12 до 20 дБ, бока — от 9 ' +
      'до 17.',
  },
  stems: () => [
    { label: 'Center', name: 'center' },
    { label: 'Wide (sides)', name: 'wide' },
  ],
};
