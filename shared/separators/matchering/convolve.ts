import { realFft } from '../../audio/real-fft.ts';
import type { Signal } from './signal.ts';

/** Four times the filters' length: three quarters of every transform are result. */
const BLOCK_SAMPLES = 16_384;

/**
 * Filters a signal without delaying it: the result is as long as the signal and the filter's middle tap
 * falls on the sample itself. Outside of the signal there is silence. Needs `loadFft` to have been awaited.
 *
 * @param taps fewer than 16384.
 */
export function convolve(signal: Signal, taps: Float32Array): Float32Array {
  const fft = realFft(BLOCK_SAMPLES);
  fft.input.fill(0).set(taps);
  const response = fft.forward().slice();
  const result = new Float32Array(signal.length);
  const fresh = BLOCK_SAMPLES - taps.length + 1;
  const middle = Math.floor(taps.length / 2);
  // Overlap-save: the first taps.length-1 samples that come back are wrapped around, the rest are true.
  for (let start = 0; start < signal.length; start += fresh) {
    const input = fft.input.fill(0);
    const from = start + middle - (taps.length - 1);
    const first = Math.max(0, from);
    input.set(signal.subarray(first, Math.max(first, from + BLOCK_SAMPLES)), first - from);
    const spectrum = fft.forward();
    multiplyInto(fft.input, spectrum, response);
    const output = fft.backward();
    const count = Math.min(fresh, signal.length - start);
    for (let index = 0; index < count; index++) {
      result[start + index] = (output[taps.length - 1 + index] ?? 0) / BLOCK_SAMPLES;
    }
  }
  return result;
}

/** The product of two spectra as `RealFft.forward` answers them. */
function multiplyInto(target: Float32Array, a: Float32Array, b: Float32Array): void {
  target[0] = (a[0] ?? 0) * (b[0] ?? 0);
  target[1] = (a[1] ?? 0) * (b[1] ?? 0);
  for (let index = 2; index < target.length; index += 2) {
    const [ar, ai, br, bi] = [a[index] ?? 0, a[index + 1] ?? 0, b[index] ?? 0, b[index + 1] ?? 0];
    target[index] = ar * br - ai * bi;
    target[index + 1] = ar * bi + ai * br;
  }
}
