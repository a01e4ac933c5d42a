import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { StereoSamples } from '../../../../shared/audio/stereo-samples.ts';
import { SEPARATION_RATE } from '../../../../shared/separators/separator.ts';
import { mixOf } from '../../../audio/mix-of.ts';
import { benchSong } from '../bench-song.ts';
import { fitted } from './fitted.ts';
import { fromDecibels } from './from-decibels.ts';
import { leveled } from './leveled.ts';
import { packagedFile } from './packaged-file.ts';
import type { MixStems } from './save-mix.ts';
import type { Scratch } from './scratch.ts';

const SECONDS = 21;
const SONG = { package: 'lmms-common', path: '/usr/share/lmms/projects/demos/CapDan/CapDan-ReggaeTry.mmpz' };

/** Against the other instruments, in dB, and the tracks by what is in their names. */
const STEMS = {
  drums: { decibels: -2, tracks: /BD|Snare|HiHat|HihHat/ },
  bass: { decibels: -3, tracks: /Bass/ },
  other: { decibels: 0, tracks: /Piano|Strings/ },
};
const OTHER_LEVEL = 0.1;

const TRACKS = 9;

/** A song made with LMMS, by its own synthesizers, samples and effects. */
export async function buildLmms(scratch: Scratch): Promise<MixStems> {
  const out = scratch.path('tracks');
  mkdirSync(out);
  await renderTracks(scratch, out);
  const stems: Record<string, StereoSamples> = {};
  for (const [name, { decibels, tracks }] of Object.entries(STEMS)) {
    const files = readdirSync(out).filter((file) => tracks.test(file));
    const sounds = await Promise.all(files.map((file) => benchSong(join(out, file))));
    const cut = sounds.map((sound) => fitted(sound, SECONDS * SEPARATION_RATE));
    stems[name] = leveled(mixOf(...cut), OTHER_LEVEL * fromDecibels(decibels));
  }
  return stems;
}

async function renderTracks(scratch: Scratch, out: string): Promise<void> {
  const written = ['-o', out, '-f', 'wav', '-s', `${SEPARATION_RATE}`, '-i', 'linear'];
  // It asks to be told that root may call it, and takes that from everybody.
  const args = ['--allowroot', 'rendertracks', packagedFile(SONG), ...written];
  // Without a screen, and without the settings of whoever calls it.
  const variables = { QT_QPA_PLATFORM: 'offscreen', HOME: scratch.path('home') };
  try {
    scratch.run('lmms', args, variables);
  } catch (error) {
    // LMMS crashes every other time when it has written everything and ends.
    if (!(await areWhole(out))) throw error;
  }
}

async function areWhole(tracks: string): Promise<boolean> {
  const sounds = await Promise.all(readdirSync(tracks).map((file) => benchSong(join(tracks, file))));
  return sounds.length === TRACKS && sounds.every(([left]) => left.length >= SECONDS * SEPARATION_RATE);
}
