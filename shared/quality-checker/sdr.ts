/** The ε of the published formula: keeps the quotient of two silences, and the score of a perfect estimate, finite. */
const EPSILON = 1e-7;

/**
 * Measures the global signal-to-distortion ratio of one stem of one song, a block at a time:
 *
 *     SDR = 10·log10( (Σ s² + ε) / (Σ (s - ŝ)² + ε) ),  ε = 1e-7,
 *
 * where s is the true stem, ŝ the estimate, and the sums run over all channels and samples of the song. This is
 * the metric of the Music Demixing Challenge 2021 (Mitsufuji et al., "Music Demixing Challenge 2021", Frontiers in
 * Signal Processing 1, 2022, section 3; https://arxiv.org/abs/2108.13559) and of the Sound Demixing Challenge 2023
 * (https://arxiv.org/abs/2308.06979), whose score for a stem is the mean over songs.
 *
 * Sums are in double precision, so that the order of the blocks does not matter to the fourth decimal.
 *
 * @example
 * const meter = new SdrMeter();
 * meter.add(trueBlock, estimatedBlock);
 * meter.decibels; // 9.1234
 */
export class SdrMeter {
  #signal = 0;
  #distortion = 0;

  /** Adds a block of samples from -1 to 1, one array a channel. @throws RangeError when the shapes differ. */
  add(truth: readonly Float32Array[], estimate: readonly Float32Array[]): void {
    if (truth.length !== estimate.length) throw new RangeError('The signals differ in channels.');
    truth.forEach((channel, position) => {
      const guess = estimate[position];
      if (guess?.length !== channel.length) throw new RangeError('The signals differ in length.');
      let signal = 0;
      let distortion = 0;
      for (let index = 0; index < channel.length; index++) {
        const value = channel[index] ?? 0;
        const error = value - (guess[index] ?? 0);
        signal += value * value;
        distortion += error * error;
      }
      this.#signal += signal;
      this.#distortion += distortion;
    });
  }

  /** The ratio over everything that was added: always a finite number. */
  get decibels(): number {
    return 10 * Math.log10((this.#signal + EPSILON) / (this.#distortion + EPSILON));
  }
}
