import { loadFft } from '../../audio/real-fft.ts';
import { istft, stft } from '../../audio/stft.ts';
import { jointPower } from '../joint-power.ts';
import type { Separator } from '../separator.ts';
import { splitMix } from '../split-mix.ts';
import { NOISE_CONTEXT_FRAMES, noisePower } from './noise-power.ts';
import { type Boldness, wienerGains } from './wiener-gains.ts';

/** Frames long enough to see noise between the partials of a note, which is where music has its pauses. */
const SHAPE = { size: 4096, hop: 1024 } as const;

/** Frames after which the gains have forgotten how they began: found by trial, to the last bit of a sample. */
const MEMORY_FRAMES = 30;

const STANDARD: Boldness = { excess: 1, floor: 0.06 };
const AGGRESSIVE: Boldness = { excess: 2.5, floor: 0.015 };

/** The choices of `add_opt1`: the first and the last model are answered alike. */
const BOLDNESS_OF_MODEL: Readonly<Record<string, Boldness>> = { 1: AGGRESSIVE };

/**
 * Takes steady noise away: hiss, hum, fans, the groove of a record. Both channels get the same gains, so that the
 * stereo image stays in place. What changes, like clicks, wind or a crowd, is left: to this, it is signal.
 */
export const denoise: Separator = {
  slug: 'wiener_denoise',
  contextSamples: SHAPE.size + (NOISE_CONTEXT_FRAMES + MEMORY_FRAMES) * SHAPE.hop,
  async separate(mix, { options }) {
    await loadFft();
    const left = stft(mix[0], SHAPE);
    const right = stft(mix[1], SHAPE);
    const power = jointPower(left, right);
    const gains = wienerGains(
      power,
      noisePower(power),
      BOLDNESS_OF_MODEL[options.add_opt1 ?? ''] ?? STANDARD,
    );
    return splitMix(mix, [istft(left, gains), istft(right, gains)]);
  },
};
