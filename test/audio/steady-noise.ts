import { realFft } from '../../shared/audio/real-fft.ts';
import { random } from '../../shared/audio/synthesis/random.ts';

/** The kinds of noise that go on and on: hiss, rumbling hiss, and the hum of the mains with some hiss. */
export type NoiseKind = 'white' | 'pink' | 'hum';

/** Noise of a kind, one channel at 44.1 kHz. Needs `loadFft` to have been awaited. */
export function steadyNoise(kind: NoiseKind, length: number, seed = 1): Float32Array {
  const next = random(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  if (kind === 'white') return Float32Array.from({ length }, () => 0.5 * normal());
  if (kind === 'pink') return pinkNoise(length, normal);
  return Float32Array.from({ length }, (_, index) => {
    const turn = (2 * Math.PI * 50 * index) / 44_100;
    return 0.6 * Math.sin(turn) + 0.3 * Math.sin(3 * turn) + 0.2 * Math.sin(5 * turn) + 0.25 * normal();
  });
}

/** Equally strong in every octave from 20 Hz on, by a spectrum that falls with the root of the frequency. */
function pinkNoise(length: number, normal: () => number): Float32Array {
  const fft = realFft(2 ** Math.max(5, Math.ceil(Math.log2(length))));
  const spectrum = fft.input.fill(0);
  for (let index = 2; index < fft.size; index++) {
    const hertz = ((index >> 1) * 44_100) / fft.size;
    spectrum[index] = normal() / Math.sqrt(Math.max(20, hertz) * fft.size);
  }
  return fft.backward().slice(0, length);
}
