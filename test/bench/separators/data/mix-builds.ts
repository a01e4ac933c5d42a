import { BAND_MIXES } from './band-mixes.ts';
import { buildBand } from './build-band.ts';
import { buildFilm } from './build-film.ts';
import { buildKit } from './build-kit.ts';
import { buildLmms } from './build-lmms.ts';
import { FILM_MIXES } from './film-mixes.ts';
import { KIT_MIXES } from './kit-mixes.ts';
import type { MixStems } from './save-mix.ts';
import type { Scratch } from './scratch.ts';

type MixBuild = (scratch: Scratch) => Promise<MixStems>;

/** How each test mix is made, by name. */
export const MIX_BUILDS: ReadonlyMap<string, MixBuild> = new Map<string, MixBuild>([
  ...BAND_MIXES.map((mix): [string, MixBuild] => [mix.name, (scratch) => buildBand(scratch, mix)]),
  ['l1', buildLmms],
  ...FILM_MIXES.map((mix): [string, MixBuild] => [mix.name, (scratch) => buildFilm(scratch, mix)]),
  ...KIT_MIXES.map((mix): [string, MixBuild] => [mix.name, (scratch) => buildKit(scratch, mix)]),
]);
