import type { NetworkCard } from './network-card.ts';

/** How the bins of a spectrum and the bands that a network sees belong together. */
export interface BandLayout {
  readonly bands: number;
  /** First bin of each band, and the end of the last. */
  readonly edges: Int32Array;
  /** The gain of a bin lies between that of band `below` and that of the next, `share` of the way. */
  readonly below: Int32Array;
  readonly share: Float32Array;
}

/** The layout that a network was made for. Bins between the middles of two bands take from both. */
export function bandLayout({ size, linearBands, edges }: NetworkCard): BandLayout {
  const starts = Int32Array.from([...Array(linearBands).keys(), ...edges]);
  const bands = starts.length - 1;
  const middle = (band: number) => ((starts[band] ?? 0) + (starts[band + 1] ?? 0) - 1) / 2;
  const bins = size / 2 + 1;
  const below = new Int32Array(bins);
  const share = new Float32Array(bins);
  let band = 0;
  for (let bin = 0; bin < bins; bin++) {
    while (band < bands - 2 && middle(band + 1) <= bin) band++;
    below[bin] = band;
    share[bin] = Math.min(1, Math.max(0, (bin - middle(band)) / (middle(band + 1) - middle(band))));
  }
  return { bands, edges: starts, below, share };
}
