import type { Extraction } from './extraction.ts';
import type { MaskBlock } from './mask-network.ts';
import type { Source } from './network-card.ts';

/** Gains of one frame: for each stem a row of one number a band for the left channel, and one for the right. */
export type StemRows = readonly (readonly [Float32Array, Float32Array])[];

/** Where the rows come from, and what they may be. */
interface RowsOf {
  readonly sources: readonly Source[];
  /** Whether both channels of the frame are the same: so are their rows, then. */
  readonly isMono: boolean;
  /** Bands below this one hold nothing of any stem. */
  readonly lowestBand: number;
}

/** The gains that stems have in a frame, from the masks of their sources. */
export function stemRows(
  block: MaskBlock,
  frame: number,
  { stems, aggressiveness = 1 }: Extraction,
  { sources, isMono, lowestBand }: RowsOf,
): StemRows {
  return stems.map((wanted) => {
    const row = (channel: 0 | 1) => {
      const positions = wanted.map((source) => sources.indexOf(source));
      return summed(block, positions, channel, frame).fill(0, 0, lowestBand);
    };
    const [left, right] = [row(0), row(1)];
    if (isMono) makeAlike(left, right);
    if (aggressiveness !== 1) for (const gains of [left, right]) sharpen(gains, aggressiveness);
    return [left, right];
  });
}

/** The masks of some sources together, which stand at these positions. */
function summed(block: MaskBlock, positions: readonly number[], channel: 0 | 1, frame: number): Float32Array {
  const total = new Float32Array(block.row(0, channel, frame).length);
  for (const position of positions) {
    const row = block.row(position, channel, frame);
    for (let band = 0; band < total.length; band++) total[band] = (total[band] ?? 0) + (row[band] ?? 0);
  }
  return total;
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
