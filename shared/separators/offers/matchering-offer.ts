import type { Offer } from '../offer.ts';

/** Mastering after a reference; see `matchering`. */
export const matcheringOffer: Offer = {
  sepType: 68,
  separator: 'matchering',
  standing: 'exact',
  algorithm: 'Matchering method (mvsep-serverless engine, written anew)',
  description:
    'Compares the loud parts of both files, gives the target the average spectrum of the reference in mid and ' +
    'side by linear-phase filters, corrects its loudness, and limits its peaks with look-ahead. It follows the ' +
    'published method of Matchering, but is not its code: results differ in detail.',
  russian: {
    algorithm: 'Метод Matchering (движок mvsep-serverless, написан заново)',
    description:
      'Сравнивает громкие части обеих записей, даёт исходной средний спектр образца в центре и по бокам ' +
      'линейно-фазовыми фильтрами, поправляет громкость и сдерживает пики лимитером. Следует опубликованному ' +
      'методу Matchering, но это не его код: результаты отличаются в деталях.',
  },
  stems: () => [{ label: 'Mastered', name: 'mastered' }],
};
