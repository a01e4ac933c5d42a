import { hannWindow } from '../audio/hann-window.ts';
import { realFft } from '../audio/real-fft.ts';

/** Frames of `size` samples around every multiple of `hop`, the first around sample 0, as PyTorch's `center=True`. */
export interface CenteredShape {
  readonly size: number;
  readonly hop: number;
}

/** A short-time Fourier transform: `size / 2 + 1` rows of one number for each frame, lowest frequency first. */
export interface CenteredSpectrum {
  readonly frames: number;
  readonly real: Float32Array;
  readonly imaginary: Float32Array;
}

/**
 * The transform of a signal under a Hann window, the signal mirrored at its ends: what `torch.stft` computes with
 * its defaults, and what models were trained on.
 *
 * @param signal of a length that `hop` divides, longer than half a frame. Needs `loadFft` to have been awaited.
 */
export function centeredStft(signal: Float32Array, { size, hop }: CenteredShape): CenteredSpectrum {
  const fft = realFft(size);
  const window = hannWindow(size);
  const frames = signal.length / hop + 1;
  const bins = size / 2;
  const real = new Float32Array((bins + 1) * frames);
  const imaginary = new Float32Array((bins + 1) * frames);
  for (let frame = 0; frame < frames; frame++) {
    const { input } = fft;
    const start = frame * hop - bins;
    for (let index = 0; index < size; index++) {
      input[index] = (signal[mirrored(start + index, signal.length)] ?? 0) * (window[index] ?? 0);
    }
    const spectrum = fft.forward();
    // The two outermost bins are real and share the first pair of numbers.
    real[frame] = spectrum[0] ?? 0;
    real[bins * frames + frame] = spectrum[1] ?? 0;
    for (let bin = 1; bin < bins; bin++) {
      real[bin * frames + frame] = spectrum[2 * bin] ?? 0;
      imaginary[bin * frames + frame] = spectrum[2 * bin + 1] ?? 0;
    }
  }
  return { frames, real, imaginary };
}

/** The signal of a transform, as `torch.istft` computes it: without a change in between, the very same. */
export function centeredIstft(
  { frames, real, imaginary }: CenteredSpectrum,
  { size, hop }: CenteredShape,
): Float32Array {
  const fft = realFft(size);
  const window = hannWindow(size);
  const bins = size / 2;
  const length = (frames - 1) * hop;
  const signal = new Float32Array(length);
  const weights = new Float32Array(length);
  for (let frame = 0; frame < frames; frame++) {
    const { input } = fft;
    input[0] = real[frame] ?? 0;
    input[1] = real[bins * frames + frame] ?? 0;
    for (let bin = 1; bin < bins; bin++) {
      input[2 * bin] = real[bin * frames + frame] ?? 0;
      input[2 * bin + 1] = imaginary[bin * frames + frame] ?? 0;
    }
    const output = fft.backward();
    const start = frame * hop - bins;
    const end = Math.min(size, length - start);
    for (let index = Math.max(0, -start); index < end; index++) {
      const weight = window[index] ?? 0;
      signal[start + index] = (signal[start + index] ?? 0) + (output[index] ?? 0) * weight;
      weights[start + index] = (weights[start + index] ?? 0) + weight * weight;
    }
  }
  // The transform there and back multiplies by `size`.
  for (let at = 0; at < length; at++)
    signal[at] = (signal[at] ?? 0) / (size * Math.max(weights[at] ?? 0, 1e-8));
  return signal;
}

/** Where in the signal a place before its beginning or after its end is taken from. */
function mirrored(at: number, length: number): number {
  const inside = Math.abs(at);
  return inside < length ? inside : 2 * (length - 1) - inside;
}
