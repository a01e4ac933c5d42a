import type { Offer } from '../offer.ts';

/** Removal of steady noise; see `denoise`. */
export const denoiseOffer: Offer = {
  sepType: 47,
  separator: 'wiener_denoise',
  standing: 'substitute',
  algorithm: 'Wiener filter with minimum statistics (mvsep-serverless engine; not the named neural model)',
  description:
    'Takes for noise what never pauses within three seconds to either side, and turns each frequency down by how ' +
    'much of it that is. No neural network runs: "Aggressive" takes away more of the noise and some of the sound, ' +
    'the two other models are the same. It takes hiss and hum, and leaves clicks, wind and crowds. Speech and singing ' +
    'with white or pink noise or hum 8 dB below come back at 14 to 23 dB SDR, music at 9 to 20; a narrow voice under ' +
    'pink noise at 12.',
  russian: {
    algorithm: 'Фильтр Винера по статистике минимумов (движок mvsep-serverless, не названная нейросеть)',
    description:
      'Считает шумом то, что не смолкает три секунды в обе стороны, и приглушает каждую частоту настолько, сколько ' +
      'в ней шума. Нейросеть не работает: вариант «Aggressive» убирает больше шума и часть звука, две другие модели ' +
      'дают одно и то же. Убирает шипение и гул, оставляет щелчки, ветер и толпу. Речь и пение с белым, розовым шумом ' +
      'или гулом на 8 дБ тише выходят с SDR от 14 до 23 дБ, музыка — от 9 до 20; узкополосный голос под розовым ' +
      'шумом — 12.',
  },
  stems: () => [
    { label: 'Clean (dry)', name: 'dry' },
    { label: 'Noise', name: 'other' },
  ],
};
