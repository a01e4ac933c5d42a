import type { Offer } from '../offer.ts';

/** Notes instead of sound; see `basicPitch`. */
export const basicPitchOffer: Offer = {
  sepType: 114,
  separator: 'basic_pitch',
  standing: 'exact',
  algorithm: "Basic Pitch (Spotify's published network, run by the mvsep-serverless engine)",
  description:
    'Hears which notes of which pitch are played, by the published weights of Basic Pitch, and writes them to one ' +
    'MIDI file, whatever output_format asks for. All instruments share a track; there are no pitch bends, no beats ' +
    'and no drums: seconds are exact, the tempo is only a frame for them. Works best with one instrument. Of songs ' +
    'that were played from their notes it hears 56 to 83 % of the beginnings within 70 ms (F1).',
  russian: {
    algorithm: 'Basic Pitch (опубликованная сеть Spotify, работает в движке mvsep-serverless)',
    description:
      'Определяет, какие ноты звучат и когда, опубликованными весами Basic Pitch и записывает их в один файл MIDI, ' +
      'каким бы ни был output_format. Все инструменты на одной дорожке; нет подтяжек, долей и ударных: секунды ' +
      'точны, а темп служит им только рамкой. Лучше всего справляется с одним инструментом. В песнях, сыгранных по ' +
      'нотам, верно слышит от 56 до 83 % начал с точностью до 70 мс (F1).',
  },
  stems: () => [{ label: 'MIDI', name: 'midi', form: 'notes' }],
};
