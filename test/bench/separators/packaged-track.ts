import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { StereoSamples } from '../../../shared/audio/stereo-samples.ts';
import { benchSong } from './bench-song.ts';

/** The quiet beginnings of the test mixes are left out. */
const PART = { from: 4, seconds: 14 };

/**
 * A part of a track of the test mixes, `t1/vocals`, from the folder that `BENCH_MIXES` names; undefined when it is not
 * there.
 */
export async function packagedTrack(name: string): Promise<StereoSamples | undefined> {
  const folder = process.env.BENCH_MIXES;
  if (folder === undefined) return undefined;
  const path = join(folder, `${name}.wav`);
  return existsSync(path) ? benchSong(path, PART) : undefined;
}
