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
    'and no drums: seconds are exact, the tempo is only a frame for them. Works best with one instrument.',
  russian: {
    algorithm: 'Basic Pitch (опубликованная сеть Spotify, работает в движке mvsep-serverless)',
    description:
      'Определяет, какие ноты звучат и когда, опубликованными весами Basic Pitch и записывает их в один файл MIDI, ' +
      'каким бы ни был output_format. Все инструменты на одной дорожке; нет подтяжек, долей и ударных: секунды ' +
      'точны, а темп служит им только рамкой. Лучше всего справляется с одним инструментом.',
  },
  stems: () => [{ label: 'MIDI', name: 'midi', form: 'notes' }],
};
