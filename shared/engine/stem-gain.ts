import type { SeparationRecord } from './separation-record.ts';

/** The one format of floating point: nothing in it is too loud. */
const FLOAT_FORMAT = 4;

/** The loudest sample that 16 bits can hold on both sides. */
const FULL_SCALE = 32_767 / 32_768;

/** Half a step of 16 bits: what exceeds full scale by less is the rounding of the separator. */
const TOLERANCE = 1 / 65_536;

/**
 * By what every stem of a separation is multiplied before it is written: 1, unless one of them goes over full scale
 * and the format has nothing beyond it. All stems are made quieter alike then, so that they still add up to the
 * song, only quieter; clipped ones, or ones turned down one by one, would not.
 */
export function stemGain({ outputFormat, peaks }: Pick<SeparationRecord, 'outputFormat' | 'peaks'>): number {
  const loudest = Math.max(0, ...(peaks ?? []));
  return outputFormat === FLOAT_FORMAT || loudest <= 1 + TOLERANCE ? 1 : FULL_SCALE / loudest;
}
