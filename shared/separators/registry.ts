import { basicPitch } from './basic-pitch/basic-pitch.ts';
import { harmonicPercussive } from './harmonic-percussive.ts';
import { matchering } from './matchering/matchering.ts';
import { SHIPPED_NETWORK_SEPARATORS } from './network/shipped-network-separators.ts';
import { phantomCenter } from './phantom-center.ts';
import type { Separator } from './separator.ts';
import type { Transcriber } from './transcriber.ts';

/** Every separator of this repository. Functions that only tell of them import their offers instead. */
export const SEPARATORS: readonly (Separator | Transcriber)[] = [
  ...SHIPPED_NETWORK_SEPARATORS,
  harmonicPercussive,
  phantomCenter,
  matchering,
  basicPitch,
];

/** The separator of a slug; undefined when there is none. */
export function findSeparator(slug: string): Separator | Transcriber | undefined {
  return SEPARATORS.find((separator) => separator.slug === slug);
}
