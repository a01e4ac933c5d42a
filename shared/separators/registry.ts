import { basicPitch } from './basic-pitch/basic-pitch.ts';
import { denoise } from './denoise/denoise.ts';
import { harmonicPercussive } from './harmonic-percussive.ts';
import { karaoke } from './karaoke/karaoke.ts';
import { matchering } from './matchering/matchering.ts';
import { SHIPPED_KIT_SEPARATORS } from './network/kit/shipped-kit-separators.ts';
import { SHIPPED_NETWORK_SEPARATORS } from './network/shipped-network-separators.ts';
import { SHIPPED_VOCAL_SPLITTER } from './network/shipped-vocal-splitter.ts';
import { phantomCenter } from './phantom-center.ts';
import { reverbRemoval } from './reverb/reverb-removal.ts';
import { vocalReverbRemoval } from './reverb/vocal-reverb-removal.ts';
import type { Separator } from './separator.ts';
import type { Transcriber } from './transcriber.ts';

/** Every separator of this repository. Functions that only tell of them import their offers instead. */
export const SEPARATORS: readonly (Separator | Transcriber)[] = [
  ...SHIPPED_NETWORK_SEPARATORS,
  ...SHIPPED_KIT_SEPARATORS,
  harmonicPercussive,
  phantomCenter,
  denoise,
  reverbRemoval,
  ...(SHIPPED_VOCAL_SPLITTER === undefined
    ? []
    : [karaoke(SHIPPED_VOCAL_SPLITTER), vocalReverbRemoval(SHIPPED_VOCAL_SPLITTER)]),
  matchering,
  basicPitch,
];

/** The separator of a slug; undefined when there is none. */
export function findSeparator(slug: string): Separator | Transcriber | undefined {
  return SEPARATORS.find((separator) => separator.slug === slug);
}
