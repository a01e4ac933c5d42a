import { KARAOKE_PLANS } from '../karaoke/karaoke-plan.ts';
import { KARAOKE_SLUG } from '../karaoke/karaoke-slug.ts';
import type { Offer } from '../offer.ts';

/** Lead against back vocals, for each type that wants them; see `karaoke`. */
export const karaokeOffers: readonly Offer[] = [...KARAOKE_PLANS].map(([sepType, planOf]) => ({
  sepType,
  separator: KARAOKE_SLUG,
  standing: 'approximate',
  algorithm: 'Lead and back vocals by their place (mvsep-serverless engine; not the named neural model)',
  description:
    'A small neural network takes the vocals out; of these, what sings in the middle is the lead and what sings at ' +
    'the sides the back. Extracting from the vocals compares the channels of the vocals, extracting directly those ' +
    'of the whole mix. No network knows one singer from another: choirs in the middle count as lead, and in a mono ' +
    'song all vocals do. With the true vocals given, leads came out at 11 to 15 dB SDR and backs at 3 to 9, where ' +
    'the lead was in the middle and the backs were not; with those that the network finds it is less.',
  russian: {
    algorithm: 'Ведущий и бэк-вокал по месту в панораме (движок mvsep-serverless, не названная нейросеть)',
    description:
      'Небольшая нейросеть выделяет вокал; что поёт посередине, считается ведущим, что по бокам — бэк-вокалом. При ' +
      'извлечении из вокала сравниваются каналы вокала, при прямом — каналы всего микса. Певцов сеть не различает: ' +
      'хор посередине считается ведущим, а в моно-записи — весь вокал. На точно известном вокале ведущий выходил с ' +
      'SDR от 11 до 15 дБ, бэк — от 3 до 9, если первый был посередине, а второй нет; на вокале из сети — хуже.',
  },
  stems: (options) => planOf(options).stems.map(({ label, name }) => ({ label, name })),
}));
