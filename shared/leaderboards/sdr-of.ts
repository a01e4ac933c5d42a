import type { BestStem } from './best-stems.ts';
import type { BoardEntry } from './board-entry.ts';

/** What the service says of a stem that could not be compared; real figures lie between -50 and 50 dB. */
const FAILED = -1000;

/** The SDR of an entry for a stem, in decibels; undefined when it has none, or failed. */
export function sdrOf({ sdr }: Pick<BoardEntry, 'sdr'>, { sdrKeys }: BestStem): number | undefined {
  const found = Object.entries(sdr).find(([key]) =>
    sdrKeys.includes(key.toLowerCase().replaceAll(/[^a-z]/g, '')),
  );
  const value = found?.[1];
  // Failed ones appear as 0 or -1000.
  return value === undefined || value === 0 || value <= FAILED ? undefined : value;
}
