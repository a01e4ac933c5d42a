import { realFft } from '../../shared/audio/real-fft.ts';
import { random } from '../../shared/audio/synthesis/random.ts';

/** What is heard within 50 ms belongs to the sound itself. */
const EARLY_SAMPLES = 0.05 * 44_100;

/** The first wall is 0.7 m away. */
const FIRST_ECHO_SAMPLES = 88;

/** A voice in a room. */
export interface InRoom {
  /** All of it. */
  readonly heard: Float32Array;
  /** What came directly and within 50 ms. */
  readonly early: Float32Array;
}

/**
 * Puts a sound at 44.1 kHz into a room whose echoes, all together as strong as the sound itself, fade by 60 dB in
 * `fadeSeconds`. Needs `loadFft` to have been awaited.
 */
export function inRoom(sound: Float32Array, fadeSeconds: number, seed = 1): InRoom {
  const next = random(seed);
  const length = Math.round(fadeSeconds * 1.2 * 44_100);
  const echoes = Float32Array.from({ length }, (_, index) =>
    index < FIRST_ECHO_SAMPLES ? 0 : (2 * next() - 1) * 10 ** ((-3 * index) / 44_100 / fadeSeconds),
  );
  const gain = 1 / Math.sqrt(echoes.reduce((sum, value) => sum + value * value, 0));
  const response = echoes.map((value, index) => (index === 0 ? 1 : gain * value));
  return {
    heard: convolved(sound, response),
    early: convolved(
      sound,
      response.map((value, index) => (index < EARLY_SAMPLES ? value : 0)),
    ),
  };
}

/** In one transform: sounds for tests are short. */
function convolved(sound: Float32Array, response: Float32Array): Float32Array {
  const fft = realFft(2 ** Math.ceil(Math.log2(sound.length + response.length)));
  fft.input.fill(0).set(response);
  const b = fft.forward().slice();
  fft.input.fill(0).set(sound);
  const a = fft.forward();
  const product = fft.input;
  product[0] = (a[0] ?? 0) * (b[0] ?? 0);
  product[1] = (a[1] ?? 0) * (b[1] ?? 0);
  for (let index = 2; index < product.length; index += 2) {
    const [ar, ai, br, bi] = [a[index] ?? 0, a[index + 1] ?? 0, b[index] ?? 0, b[index + 1] ?? 0];
    product[index] = ar * br - ai * bi;
    product[index + 1] = ar * bi + ai * br;
  }
  return fft
    .backward()
    .slice(0, sound.length)
    .map((value) => value / fft.size);
}
