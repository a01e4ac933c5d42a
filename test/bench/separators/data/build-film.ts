import type { StereoSamples } from '../../../../shared/audio/stereo-samples.ts';
import { SEPARATION_RATE } from '../../../../shared/separators/separator.ts';
import { mixOf } from '../../../audio/mix-of.ts';
import { benchSong } from '../bench-song.ts';
import type { FilmMix } from './film-mixes.ts';
import { fitted } from './fitted.ts';
import { inRoom } from './in-room.ts';
import { leveled } from './leveled.ts';
import { packagedFile } from './packaged-file.ts';
import type { MixStems } from './save-mix.ts';
import type { Scratch } from './scratch.ts';
import { speak } from './speak.ts';

const SECONDS = 30;
const LENGTH = SECONDS * SEPARATION_RATE;
const ROOM_PERCENT = 12;
const LEVELS = { speech: 0.1, music: 0.05, effects: 0.05 };
const FIRST_EFFECT_SECONDS = 2;
const BETWEEN_EFFECTS_SECONDS = 5.2;
/** Things in films are to one side: these a little to the left. */
const EFFECT_RIGHT = 0.7;

/** Lays speech, music and effects beside each other. */
export async function buildFilm(scratch: Scratch, mix: FilmMix): Promise<MixStems> {
  const spoken = await speak(scratch, mix.speaker, SECONDS);
  const [voice] = fitted([spoken, spoken], LENGTH, SEPARATION_RATE);
  const music = await benchSong(packagedFile(mix.music), { from: mix.from, seconds: SECONDS });
  return {
    speech: leveled(fitted(await inRoom(scratch, voice, ROOM_PERCENT), LENGTH), LEVELS.speech),
    music: leveled(fitted(music, LENGTH), LEVELS.music),
    effects: leveled(await scattered(mix.effects), LEVELS.effects),
  };
}

async function scattered(names: readonly string[]): Promise<StereoSamples> {
  const effects = await Promise.all(
    names.map(async (name, index) => {
      const path = `/usr/share/sonic-pi/samples/${name}.flac`;
      const [left, right] = await benchSong(packagedFile({ package: 'sonic-pi-samples', path }));
      const seconds = FIRST_EFFECT_SECONDS + index * BETWEEN_EFFECTS_SECONDS;
      const aside = right.map((value) => EFFECT_RIGHT * value);
      return fitted([left, aside], LENGTH, Math.floor(seconds * SEPARATION_RATE));
    }),
  );
  return mixOf(...effects);
}
