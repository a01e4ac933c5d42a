import { GAME_MUSIC } from './game-music.ts';
import type { Packaged } from './packaged.ts';
import { PROMPTS } from './prompts.ts';
import type { Speaker } from './speak.ts';

/** Somebody speaks over real music and noises. */
export interface FilmMix {
  readonly name: string;
  readonly speaker: Speaker;
  readonly music: Packaged;
  /** Of the music, in seconds. */
  readonly from: number;
  /** Samples of Sonic Pi, one every few seconds. */
  readonly effects: readonly string[];
}

/** The films of the table. */
export const FILM_MIXES: readonly FilmMix[] = [
  {
    name: 'd1',
    speaker: PROMPTS.june(5),
    music: GAME_MUSIC.wesnoth('battle'),
    from: 30,
    effects: ['loop_industrial', 'misc_crow', 'perc_impact1', 'ambi_swoosh', 'perc_door'],
  },
  {
    name: 'd2',
    speaker: PROMPTS.carlo(4),
    music: GAME_MUSIC.singularity('Media Threat'),
    from: 40,
    effects: ['vinyl_scratch', 'ambi_dark_woosh', 'misc_cineboom', 'perc_till', 'glitch_robot1'],
  },
];
