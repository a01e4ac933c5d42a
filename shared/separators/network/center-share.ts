/** How much of each bin's past counts, from frame to frame: one frame alone is too jumpy. */
const MEMORY = 0.6;

/** What links the middle to the sides changes slowly: some 16 frames, a third of a second. */
const LINK_MEMORY = 0.94;

/** Keeps the quotient of two silences finite. */
const TINY = 1e-12;

/**
 * What of a mix is heard between the speakers, as voices in films are, in two steps for each bin.
 *
 * First what the middle has in common with the sides is taken from both channels: a voice in the middle has no side,
 * so it is music. Least squares would tell how much of the side to take off; as far as the two are linked by chance,
 * that would hurt, so it counts by the square of their coherence.
 *
 * Then comes the share of both channels, 2·Re⟨L,R⟩ / (|L|² + |R|²), averaged over the last frames; see
 * `phantomCenter`. Its root is the gain: it leaves alone what is clearly in the middle.
 *
 * The first step is worth 0.6 dB of speech over music with effects.
 */
export class CenterShare {
  readonly #both: Float64Array;
  readonly #power: Float64Array;
  readonly #middle: Float64Array;
  readonly #side: Float64Array;
  readonly #link: Float64Array;

  constructor(size: number) {
    const bins = size / 2;
    this.#both = new Float64Array(bins);
    this.#power = new Float64Array(bins);
    this.#middle = new Float64Array(bins);
    this.#side = new Float64Array(bins);
    this.#link = new Float64Array(size);
  }

  /** Weighs the spectra of the next frame, left and right, in place. */
  weigh([left, right]: readonly [Float32Array, Float32Array]): void {
    for (let bin = 1; bin < this.#both.length; bin++) {
      const [real, imaginary] = [2 * bin, 2 * bin + 1];
      const a = left[real] ?? 0;
      const b = left[imaginary] ?? 0;
      const c = right[real] ?? 0;
      const d = right[imaginary] ?? 0;
      const both = MEMORY * (this.#both[bin] ?? 0) + a * c + b * d;
      const power = MEMORY * (this.#power[bin] ?? 0) + a * a + b * b + c * c + d * d;
      this.#both[bin] = both;
      this.#power[bin] = power;
      const gain = Math.sqrt(Math.max(0, (2 * both) / (power + TINY)));
      const [p, q] = this.#fromSides(bin, [(a + c) / 2, (b + d) / 2], [(a - c) / 2, (b - d) / 2]);
      left[real] = (a - p) * gain;
      left[imaginary] = (b - q) * gain;
      right[real] = (c - p) * gain;
      right[imaginary] = (d - q) * gain;
    }
  }

  /** What of the middle of a bin follows from its side; both, and the answer, as real and imaginary part. */
  #fromSides(
    bin: number,
    [a, b]: readonly [number, number],
    [c, d]: readonly [number, number],
  ): readonly [number, number] {
    const middle = LINK_MEMORY * (this.#middle[bin] ?? 0) + a * a + b * b;
    const side = LINK_MEMORY * (this.#side[bin] ?? 0) + c * c + d * d;
    const real = LINK_MEMORY * (this.#link[2 * bin] ?? 0) + a * c + b * d;
    const imaginary = LINK_MEMORY * (this.#link[2 * bin + 1] ?? 0) + b * c - a * d;
    this.#middle[bin] = middle;
    this.#side[bin] = side;
    this.#link[2 * bin] = real;
    this.#link[2 * bin + 1] = imaginary;
    const coherence = (real * real + imaginary * imaginary) / (middle * side + TINY);
    const weight = (coherence * coherence) / (side + TINY);
    return [weight * (real * c - imaginary * d), weight * (real * d + imaginary * c)];
  }
}
