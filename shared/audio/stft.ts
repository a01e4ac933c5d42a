import { hannWindow } from './hann-window.ts';
import { realFft } from './real-fft.ts';

/** Frames of size `size` every `hop` samples, under a Hann window. `hop` divides `size` at least by 4. */
export interface StftShape {
  readonly size: number;
  readonly hop: number;
}

/** A short-time Fourier transform: `frames` rows of `size` floats, each as `RealFft.forward` answers it. */
export interface Spectrogram extends StftShape {
  readonly frames: number;
  readonly length: number;
  readonly values: Float32Array;
}

/**
 * The short-time Fourier transform of a signal. Frame t starts at sample (t+1)·hop - size, so that every
 * sample lies in size/hop frames, and signals cut at different multiples of `hop` share their grid.
 */
export function stft(signal: Float32Array, { size, hop }: StftShape): Spectrogram {
  const fft = realFft(size);
  const window = hannWindow(size);
  const frames = Math.ceil(signal.length / hop) + size / hop - 1;
  const values = new Float32Array(frames * size);
  for (let frame = 0; frame < frames; frame++) {
    const input = fft.input;
    const start = (frame + 1) * hop - size;
    const first = Math.max(0, -start);
    const last = Math.min(size, signal.length - start);
    if (first > 0 || last < size) input.fill(0);
    for (let index = first; index < last; index++) {
      input[index] = (signal[start + index] ?? 0) * (window[index] ?? 0);
    }
    values.set(fft.forward(), frame * size);
  }
  return { size, hop, frames, length: signal.length, values };
}

/**
 * The signal of a spectrogram, optionally under a mask: `frames` rows of one gain
 * for each bin but the last. Without a mask the original signal comes back.
 */
export function istft(spectrogram: Spectrogram, mask?: Float32Array): Float32Array {
  const { size, hop, frames, length, values } = spectrogram;
  const fft = realFft(size);
  const window = hannWindow(size);
  const bins = size / 2;
  const signal = new Float32Array(length);
  for (let frame = 0; frame < frames; frame++) {
    const input = fft.input;
    input.set(values.subarray(frame * size, (frame + 1) * size));
    if (mask !== undefined) applyGains(input, mask, frame * bins, bins);
    const output = fft.backward();
    const start = (frame + 1) * hop - size;
    const last = Math.min(size, length - start);
    for (let index = Math.max(0, -start); index < last; index++) {
      signal[start + index] = (signal[start + index] ?? 0) + (output[index] ?? 0) * (window[index] ?? 0);
    }
  }
  // Squared Hann windows at a hop of size/4 or less sum to 3/8·size/hop everywhere; the transform adds `size`.
  const scale = hop / (0.375 * size * size);
  for (let index = 0; index < length; index++) signal[index] = (signal[index] ?? 0) * scale;
  return signal;
}

function applyGains(spectrum: Float32Array, mask: Float32Array, offset: number, bins: number): void {
  // Bin 0 and the last bin share the first pair of numbers; the last takes its neighbour's gain.
  spectrum[0] = (spectrum[0] ?? 0) * (mask[offset] ?? 0);
  spectrum[1] = (spectrum[1] ?? 0) * (mask[offset + bins - 1] ?? 0);
  for (let bin = 1; bin < bins; bin++) {
    const gain = mask[offset + bin] ?? 0;
    spectrum[2 * bin] = (spectrum[2 * bin] ?? 0) * gain;
    spectrum[2 * bin + 1] = (spectrum[2 * bin + 1] ?? 0) * gain;
  }
}
