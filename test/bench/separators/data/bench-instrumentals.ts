import { mkdirSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import { BENCH_CACHE } from './bench-cache.ts';
import { GAME_MUSIC } from './game-music.ts';
import { orTold } from './or-told.ts';
import { packagedFile } from './packaged-file.ts';

const { wesnoth, singularity, superTuxKart } = GAME_MUSIC;

const INSTRUMENTALS = [
  ...['battle', 'knolls', 'vengeful', 'traveling_minstrels', 'nunc_dimittis'].map(wesnoth),
  ...['xeon6', 'Lava', 'hacienda', 'West', 'farm'].map(superTuxKart),
  ...['Nebula', 'Coherence'].map(singularity),
];

/**
 * Paths of real recordings in which nobody sings: those in the folders that `BENCH_INSTRUMENTALS` names (colons between
 * them), else music of games, linked into a folder of the cache once their packages have been downloaded. What cannot be
 * had is told and left out.
 */
export async function benchInstrumentals(): Promise<readonly string[]> {
  const { BENCH_INSTRUMENTALS: own } = process.env;
  if (own !== undefined) return own.split(':').flatMap(recordingsOf);
  const folder = join(BENCH_CACHE, 'instrumentals');
  mkdirSync(folder, { recursive: true });
  for (const piece of INSTRUMENTALS) {
    await orTold(`The recording ${basename(piece.path)} is left out`, async () => {
      const link = join(folder, basename(piece.path));
      rmSync(link, { force: true });
      symlinkSync(packagedFile(piece), link);
    });
  }
  return recordingsOf(folder);
}

function recordingsOf(folder: string): string[] {
  if (folder === '') return [];
  return readdirSync(folder)
    .filter((name) => /\.(ogg|opus|flac|wav|mp3)$/.test(name))
    .map((name) => join(folder, name));
}
