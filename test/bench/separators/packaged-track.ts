import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { StereoSamples } from '../../../shared/audio/stereo-samples.ts';
import { benchSong } from './bench-song.ts';
import { benchMix } from './data/bench-mix.ts';

/** The quiet beginnings of the test mixes are left out. */
const PART = { from: 4, seconds: 14 };

/** A part of a track of the test mixes, `t1/vocals`; undefined when that cannot be had. */
export async function packagedTrack(name: string): Promise<StereoSamples | undefined> {
  const [mix = name, track] = name.split('/');
  const folder = await benchMix(mix);
  if (folder === undefined) return undefined;
  const path = join(folder, `${track}.wav`);
  return existsSync(path) ? benchSong(path, PART) : undefined;
}
