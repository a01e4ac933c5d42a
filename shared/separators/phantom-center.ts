import { loadFft } from '../audio/real-fft.ts';
import { istft, type Spectrogram, stft } from '../audio/stft.ts';
import type { Separator } from './separator.ts';
import { splitMix } from './split-mix.ts';

const SHAPE = { size: 8192, hop: 2048 } as const;

/** Frames on each side over which the likeness of the channels is averaged; one frame alone is too jumpy. */
const FRAME_REACH = 2;

/** Keeps the quotient of two silences finite. */
const TINY = 1e-20;

/**
 * What both speakers play alike, heard between them, against the rest. For each bin the likeness of left and
 * right, 2·Re⟨L,R⟩ / (|L|² + |R|²), says how much of their mean is centre (after Avendano and Jot,
 * "Frequency domain techniques for stereo to multichannel upmix", AES 22nd conference, 2002).
 */
export const phantomCenter: Separator = {
  slug: 'phantom_center',
  contextSamples: SHAPE.size + FRAME_REACH * SHAPE.hop,
  async separate(mix) {
    await loadFft();
    const middle = mix[0].map((value, index) => (value + (mix[1][index] ?? 0)) / 2);
    const mask = likeness(stft(mix[0], SHAPE), stft(mix[1], SHAPE));
    const mono = istft(stft(middle, SHAPE), mask);
    return splitMix(mix, [mono, mono]);
  },
};

/** For each frame and bin how alike the channels are, from 0 to 1. */
function likeness(left: Spectrogram, right: Spectrogram): Float32Array {
  const bins = SHAPE.size / 2;
  const cells = left.frames * bins;
  const cross = new Float32Array(cells);
  const power = new Float32Array(cells);
  for (let cell = 0; cell < cells; cell++) {
    const a = left.values[2 * cell] ?? 0;
    const b = left.values[2 * cell + 1] ?? 0;
    const c = right.values[2 * cell] ?? 0;
    const d = right.values[2 * cell + 1] ?? 0;
    cross[cell] = 2 * (a * c + b * d);
    power[cell] = a * a + b * b + c * c + d * d;
  }
  const mask = new Float32Array(cells);
  for (let frame = 0; frame < left.frames; frame++) {
    const first = Math.max(0, frame - FRAME_REACH);
    const last = Math.min(left.frames - 1, frame + FRAME_REACH);
    for (let bin = 0; bin < bins; bin++) {
      let alike = 0;
      let total = TINY;
      for (let near = first; near <= last; near++) {
        alike += cross[near * bins + bin] ?? 0;
        total += power[near * bins + bin] ?? 0;
      }
      mask[frame * bins + bin] = Math.max(0, alike / total);
    }
  }
  return mask;
}
