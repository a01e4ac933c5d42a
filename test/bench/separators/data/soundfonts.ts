import type { Packaged } from './packaged.ts';

/** Soundfonts of the test mixes. Only `tim` and `mono` are unknown to the networks. */
export const SOUNDFONTS = {
  fluid: { package: 'fluid-soundfont-gm', path: '/usr/share/sounds/sf2/FluidR3_GM.sf2' },
  tim: { package: 'timgm6mb-soundfont', path: '/usr/share/sounds/sf2/TimGM6mb.sf2' },
  mono: {
    package: 'fluidr3mono-gm-soundfont',
    path: '/usr/share/fluidr3mono-gm-soundfont/FluidR3Mono_GM.sf3',
  },
  musescore: {
    package: 'musescore-general-soundfont-small',
    path: '/usr/share/sounds/sf3/MuseScore_General_Lite.sf3',
  },
} as const satisfies Record<string, Packaged>;
