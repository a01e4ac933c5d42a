import { hannWindow } from '../../audio/hann-window.ts';
import { realFft } from '../../audio/real-fft.ts';

/**
 * The spectrum of the `size` samples from `start` on, under a Hann window; what lies outside of the signal is
 * silence. Valid until the next transform; see `RealFft.forward` for its order.
 */
export function windowedSpectrum(signal: Float32Array, start: number, size: number): Float32Array {
  const fft = realFft(size);
  const window = hannWindow(size);
  const input = fft.input;
  const first = Math.max(0, -start);
  const last = Math.min(size, signal.length - start);
  if (first > 0 || last < size) input.fill(0);
  for (let index = first; index < last; index++) {
    input[index] = (signal[start + index] ?? 0) * (window[index] ?? 0);
  }
  return fft.forward();
}
