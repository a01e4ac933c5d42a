import type { Extraction } from './extraction.ts';
import type { MaskBlock } from './mask-network.ts';
import type { Source } from './network-card.ts';

/** Gains of one frame: for each stem a row of one number a band for the left channel, and one for the right. */
export type StemRows = readonly (readonly [Float32Array, Float32Array])[];

/** The gains that stems have in a frame, from the masks of their sources. What is the same in both channels stays so. */
export function stemRows(
  block: MaskBlock,
  frame: number,
  { stems, aggressiveness = 1 }: Extraction,
  { sources, isMono }: { readonly sources: readonly Source[]; readonly isMono: boolean },
): StemRows {
  return stems.map((wanted) => {
    const channel = (which: 0 | 1) => {
      const rows = wanted.map((source) => block.row(sources.indexOf(source), which, frame));
      const [first, ...others] = rows;
      const sum = Float32Array.from(first ?? []);
      for (const row of others)
        for (let band = 0; band < sum.length; band++) sum[band] = (sum[band] ?? 0) + (row[band] ?? 0);
      return sum;
    };
    const [left, right] = [channel(0), channel(1)];
    if (isMono) makeAlike(left, right);
    if (aggressiveness !== 1) for (const row of [left, right]) sharpen(row, aggressiveness);
    return [left, right];
  });
}

function makeAlike(left: Float32Array, right: Float32Array): void {
  for (let band = 0; band < left.length; band++) {
    left[band] = ((left[band] ?? 0) + (right[band] ?? 0)) / 2;
  }
  right.set(left);
}

function sharpen(row: Float32Array, power: number): void {
  for (let band = 0; band < row.length; band++) row[band] = 1 - Math.max(0, 1 - (row[band] ?? 0)) ** power;
}
