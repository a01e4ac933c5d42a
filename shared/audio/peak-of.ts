/** The largest absolute value among the samples of all channels; 0 where there are none. */
export function peakOf(channels: readonly Float32Array[]): number {
  let peak = 0;
  for (const channel of channels) {
    for (const value of channel) {
      if (value > peak) peak = value;
      else if (-value > peak) peak = -value;
    }
  }
  return peak;
}
