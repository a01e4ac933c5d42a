/**
 * How close an estimate comes to the true signal, in dB, whatever its loudness: SI-SDR (Le Roux et al., "SDR,
 * half-baked or well done?", ICASSP 2019).
 */
export function scaleInvariantDistortion(truth: Float32Array, estimate: Float32Array): number {
  let along = 0;
  let energy = 0;
  truth.forEach((value, index) => {
    along += value * (estimate[index] ?? 0);
    energy += value * value;
  });
  const scale = along / energy;
  let error = 0;
  truth.forEach((value, index) => {
    error += ((estimate[index] ?? 0) - scale * value) ** 2;
  });
  return 10 * Math.log10((scale * scale * energy) / error);
}
