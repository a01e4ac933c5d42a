/**
 * How close an estimate comes to the true signal, in dB: 10·log10(Σs² / Σ(s-ŝ)²) over all channels, the
 * global SDR of the Music Demixing Challenge (https://arxiv.org/abs/2108.13559, section 3).
 *
 * @returns Infinity for a perfect estimate; -Infinity for any estimate of silence that is not silent.
 */
export function signalToDistortion(
  truth: readonly Float32Array[],
  estimate: readonly Float32Array[],
): number {
  let signal = 0;
  let distortion = 0;
  truth.forEach((channel, index) => {
    const guess = estimate[index];
    if (guess?.length !== channel.length) throw new RangeError('The signals differ in shape.');
    for (let sample = 0; sample < channel.length; sample++) {
      const value = channel[sample] ?? 0;
      const error = value - (guess[sample] ?? 0);
      signal += value * value;
      distortion += error * error;
    }
  });
  return distortion === 0 ? Number.POSITIVE_INFINITY : 10 * Math.log10(signal / distortion);
}
