import type { Spectrogram } from '../audio/stft.ts';

/** A matrix of `frames` rows with one power a bin. */
export interface PowerMatrix {
  readonly frames: number;
  readonly bins: number;
  readonly values: Float32Array;
}

/** |L|² + |R|² of each frame and bin but the last: one power for both channels, so that both get the same gains. */
export function jointPower(left: Spectrogram, right: Spectrogram): PowerMatrix {
  // Floats 2k and 2k+1 of a frame belong to bin k; the first pair holds the two outermost bins, both real.
  const values = new Float32Array(left.values.length / 2);
  for (let cell = 0; cell < values.length; cell++) {
    const a = left.values[2 * cell] ?? 0;
    const b = left.values[2 * cell + 1] ?? 0;
    const c = right.values[2 * cell] ?? 0;
    const d = right.values[2 * cell + 1] ?? 0;
    values[cell] = a * a + b * b + c * c + d * d;
  }
  return { frames: left.frames, bins: left.size / 2, values };
}
