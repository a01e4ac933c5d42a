import type { StereoSamples } from '../audio/stereo-samples.ts';
import { istft, type Spectrogram, stft } from '../audio/stft.ts';

const SHAPE = { size: 8192, hop: 2048 } as const;

/** Frames on each side over which powers are averaged; one frame alone is too jumpy. */
const FRAME_REACH = 3;

/** How many samples around a moment the estimate depends on. */
export const CENTER_CONTEXT_SAMPLES = SHAPE.size + FRAME_REACH * SHAPE.hop;

/** The least share of a bin's power that is taken to stand at either side, so that no quotient loses its footing. */
const LEAST_SIDE = 1e-5;

/** Keeps the quotient of two silences finite. */
const TINY = 1e-20;

/**
 * What both speakers play alike, heard between them, as one channel. In each bin the channels hold the same centre
 * and, each for itself, something that the other does not know. Then the mean of ⟨L,R⟩ is the power of the centre,
 * what a channel has beyond it is that of its side, and the best guess at the centre (Wiener's) is a weighted sum that
 * trusts the channel more whose side is quieter. After Avendano and Jot, "Frequency domain techniques for stereo to
 * multichannel upmix", AES 22nd conference, 2002; the weights are ours. Needs `loadFft` to have been awaited.
 *
 * @param guide the sound whose channels are compared, when it is another one than the one that is taken apart.
 */
export function centerEstimate(sound: StereoSamples, guide: StereoSamples = sound): Float32Array {
  const center = stft(sound[0], SHAPE);
  const right = stft(sound[1], SHAPE);
  const same = guide === sound;
  const weights = centerWeights(same ? center : stft(guide[0], SHAPE), same ? right : stft(guide[1], SHAPE));
  for (let index = 0; index < center.values.length; index++) {
    const cell = index >> 1;
    center.values[index] =
      (weights.left[cell] ?? 0) * (center.values[index] ?? 0) +
      (weights.right[cell] ?? 0) * (right.values[index] ?? 0);
  }
  return istft(center);
}

/** For each frame and bin how much of either channel goes into the centre; both together are 1 at the most. */
interface CenterWeights {
  readonly left: Float32Array;
  readonly right: Float32Array;
}

function centerWeights(left: Spectrogram, right: Spectrogram): CenterWeights {
  const shared = averaged(left, right);
  const inLeft = averaged(left, left);
  const inRight = averaged(right, right);
  shared.forEach((value, cell) => {
    const center = Math.max(0, value);
    const [a, b] = [inLeft[cell] ?? 0, inRight[cell] ?? 0];
    const least = LEAST_SIDE * (a + b) + TINY;
    const [sideOfLeft, sideOfRight] = [Math.max(least, a - center), Math.max(least, b - center)];
    const all = center * (sideOfLeft + sideOfRight) + sideOfLeft * sideOfRight;
    inLeft[cell] = (center * sideOfRight) / all;
    inRight[cell] = (center * sideOfLeft) / all;
  });
  return { left: inLeft, right: inRight };
}

/** Re⟨a,b⟩ of each bin, averaged over the frames within reach; those nearer count more. */
function averaged(a: Spectrogram, b: Spectrogram): Float32Array {
  const bins = SHAPE.size / 2;
  const products = new Float32Array(a.frames * bins);
  for (let cell = 0; cell < products.length; cell++) {
    products[cell] =
      (a.values[2 * cell] ?? 0) * (b.values[2 * cell] ?? 0) +
      (a.values[2 * cell + 1] ?? 0) * (b.values[2 * cell + 1] ?? 0);
  }
  const means = new Float32Array(products.length);
  for (let frame = 0; frame < a.frames; frame++) {
    for (let near = -FRAME_REACH; near <= FRAME_REACH; near++) {
      if (frame + near < 0 || frame + near >= a.frames) continue;
      const weight = 1 - Math.abs(near) / (FRAME_REACH + 1);
      const [to, from] = [frame * bins, (frame + near) * bins];
      for (let bin = 0; bin < bins; bin++) {
        means[to + bin] = (means[to + bin] ?? 0) + weight * (products[from + bin] ?? 0);
      }
    }
  }
  return means;
}
