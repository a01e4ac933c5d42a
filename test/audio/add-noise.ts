/** A signal with noise, made so loud that it lies a number of dB below the signal. */
export function addNoise(signal: Float32Array, noise: Float32Array, decibels: number): Float32Array {
  const gain = Math.sqrt(energy(signal) / energy(noise) / 10 ** (decibels / 10));
  return signal.map((value, index) => value + gain * (noise[index] ?? 0));
}

function energy(signal: Float32Array): number {
  return signal.reduce((sum, value) => sum + value * value, 0);
}
