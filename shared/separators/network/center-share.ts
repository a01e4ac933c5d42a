/** How much of what was heard before counts, from frame to frame: one frame alone is too jumpy. */
const MEMORY = 0.6;

/** Keeps the quotient of two silences finite. */
const TINY = 1e-12;

/**
 * How much of each bin both channels share, 2·Re⟨L,R⟩ / (|L|² + |R|²), averaged over the last frames; see
 * `phantomCenter`. Its root is the gain: it leaves alone what is clearly in the middle.
 */
export class CenterShare {
  readonly #both: Float64Array;
  readonly #power: Float64Array;

  constructor(size: number) {
    this.#both = new Float64Array(size / 2);
    this.#power = new Float64Array(size / 2);
  }

  /** Weighs the spectra of the next frame, left and right, in place. */
  weigh([left, right]: readonly [Float32Array, Float32Array]): void {
    for (let bin = 1; bin < this.#both.length; bin++) {
      const a = left[2 * bin] ?? 0;
      const b = left[2 * bin + 1] ?? 0;
      const c = right[2 * bin] ?? 0;
      const d = right[2 * bin + 1] ?? 0;
      const both = MEMORY * (this.#both[bin] ?? 0) + a * c + b * d;
      const power = MEMORY * (this.#power[bin] ?? 0) + a * a + b * b + c * c + d * d;
      this.#both[bin] = both;
      this.#power[bin] = power;
      const gain = Math.sqrt(Math.max(0, (2 * both) / (power + TINY)));
      left[2 * bin] = a * gain;
      left[2 * bin + 1] = b * gain;
      right[2 * bin] = c * gain;
      right[2 * bin + 1] = d * gain;
    }
  }
}
