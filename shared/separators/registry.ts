import { harmonicPercussive } from './harmonic-percussive.ts';
import { matchering } from './matchering/matchering.ts';
import { phantomCenter } from './phantom-center.ts';
import type { Separator } from './separator.ts';

/** Every separator that runs here, in the order in which users are told of them. */
export const SEPARATORS: readonly Separator[] = [harmonicPercussive, phantomCenter, matchering];

/** The separator of a separation type; undefined when the type cannot be served. */
export function findSeparator(sepType: number): Separator | undefined {
  return SEPARATORS.find((separator) => separator.sepType === sepType);
}
