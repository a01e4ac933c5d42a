import type { Packaged } from './packaged.ts';

/** Pieces of soundtracks in which nobody sings, by name. */
export const GAME_MUSIC = {
  /** The Battle for Wesnoth: an orchestra, mostly. */
  wesnoth: (name: string): Packaged => ({
    package: 'wesnoth-1.16-music',
    path: `/usr/share/games/wesnoth/1.16/data/core/music/${name}.ogg`,
  }),
  /** Endgame: Singularity: electronic. */
  singularity: (name: string): Packaged => ({
    package: 'singularity-music',
    path: `/usr/share/games/singularity/music/${name}.ogg`,
  }),
  /** SuperTuxKart: bands of all kinds. */
  superTuxKart: (name: string): Packaged => ({
    package: 'supertuxkart-data',
    path: `/usr/share/games/supertuxkart/data/music/${name}.ogg`,
  }),
};
