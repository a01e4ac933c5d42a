import { openMsx } from './open-msx.ts';
import type { Packaged } from './packaged.ts';
import { PROMPTS } from './prompts.ts';
import type { Singing } from './sing.ts';
import { SOUNDFONTS } from './soundfonts.ts';
import type { Speaker } from './speak.ts';

/** A song played stem by stem, and perhaps sung to. */
export interface BandMix {
  readonly name: string;
  /** A MIDI file, or the archive of a game with one in it. */
  readonly song: Packaged & { readonly lump?: string };
  readonly soundfont: Packaged;
  /** In seconds. */
  readonly from: number;
  readonly voice?: {
    readonly speaker: Speaker;
    readonly singing: Singing;
    /** Against the band, in dB. */
    readonly level: number;
  };
}

const NIGHT =
  'Oh the night is falling over the silent river, and I am waiting for the morning light to come. Hold me now, ' +
  'never let me go, we will sail away to the golden shore, and the stars will sing our song forevermore. Where ' +
  'are you now, where have you been, I followed your shadow through the endless rain.';
const CITY =
  'When the city is sleeping I walk alone, all the windows are dark and the phones are off. Give me a reason to ' +
  'believe in the sound of your voice calling my name, calling my name. Every road that I take leads me back to ' +
  'you, every word that I say is a word for you.';

/**
 * The songs of the table. The bass of t2 plays the melody along with a piano: nobody could tell these two apart, and the
 * bar for the mean was set with it.
 */
export const BAND_MIXES: readonly BandMix[] = [
  {
    name: 't1',
    song: openMsx('keep_on_rolling'),
    soundfont: SOUNDFONTS.fluid,
    from: 20,
    voice: { speaker: { voice: 'en-us+f3', text: NIGHT }, singing: { root: 220, stretch: 1.6 }, level: 1 },
  },
  { name: 't2', song: openMsx('the_hobo_redfarn'), soundfont: SOUNDFONTS.tim, from: 15 },
  {
    name: 't3',
    song: openMsx('tttheme2'),
    soundfont: SOUNDFONTS.musescore,
    from: 20,
    voice: { speaker: PROMPTS.june(1), singing: { root: 196, stretch: 1.7 }, level: 0 },
  },
  {
    name: 't4',
    song: { package: 'planetblupi-music-midi', path: '/usr/share/planetblupi/music/music007.mid' },
    soundfont: SOUNDFONTS.mono,
    from: 30,
  },
  {
    name: 't5',
    song: openMsx('run_for_your_life'),
    soundfont: SOUNDFONTS.fluid,
    from: 40,
    voice: { speaker: PROMPTS.carlo(2), singing: { root: 130.8, stretch: 1.7 }, level: 1 },
  },
  {
    name: 't6',
    song: { package: 'freedoom', path: '/usr/share/games/doom/freedoom2.wad', lump: 'D_RUNNIN' },
    soundfont: SOUNDFONTS.fluid,
    from: 10,
    voice: { speaker: { voice: 'en-us+m3', text: CITY }, singing: { root: 130.8, stretch: 1.6 }, level: 0 },
  },
];
