import { openMsx } from './open-msx.ts';
import type { Packaged } from './packaged.ts';
import { SOUNDFONTS } from './soundfonts.ts';

/** The drums of a song, drum by drum. */
export interface KitMix {
  readonly name: string;
  readonly song: Packaged;
  readonly soundfont: Packaged;
  /** In seconds. */
  readonly from: number;
}

/** The drum kits of the table. */
export const KIT_MIXES: readonly KitMix[] = [
  { name: 'k1', song: openMsx('run_for_your_life'), soundfont: SOUNDFONTS.fluid, from: 40 },
  { name: 'k2', song: openMsx('modern_motion'), soundfont: SOUNDFONTS.tim, from: 20 },
  { name: 'k3', song: openMsx('keep_on_rolling'), soundfont: SOUNDFONTS.musescore, from: 20 },
];
