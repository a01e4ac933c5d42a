import { loadFft } from '../../audio/real-fft.ts';
import type { StereoSamples } from '../../audio/stereo-samples.ts';
import { istft, stft } from '../../audio/stft.ts';
import { jointPower } from '../joint-power.ts';
import { splitMix } from '../split-mix.ts';
import { DECAY_CONTEXT_FRAMES } from './lowest-decay.ts';
import { GAIN_CONTEXT_FRAMES, reverbGains } from './reverb-gains.ts';

const SHAPE = { size: 4096, hop: 1024 } as const;

/** How many samples around a moment the result depends on. */
export const REVERB_CONTEXT_SAMPLES = SHAPE.size + (DECAY_CONTEXT_FRAMES + GAIN_CONTEXT_FRAMES) * SHAPE.hop;

/** A sound without late reverberation, and that reverberation. Both channels get the same gains. */
export async function removeReverb(sound: StereoSamples): Promise<[StereoSamples, StereoSamples]> {
  await loadFft();
  const left = stft(sound[0], SHAPE);
  const right = stft(sound[1], SHAPE);
  const gains = reverbGains(jointPower(left, right));
  return splitMix(sound, [istft(left, gains), istft(right, gains)]);
}
