import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StereoSamples } from '../../../shared/audio/stereo-samples.ts';
import { SEPARATION_RATE } from '../../../shared/separators/separator.ts';
import { benchSong } from './bench-song.ts';

const FLUIDSYNTH = '/usr/bin/fluidsynth';
const { BENCH_SOUNDFONT: SOUNDFONT = '/usr/share/sounds/sf2/FluidR3_GM.sf2' } = process.env;

/** Why nothing can be rendered here, if it cannot. */
export function renderingProblem(): string | undefined {
  return existsSync(FLUIDSYNTH) && existsSync(SOUNDFONT)
    ? undefined
    : 'Install the packages fluidsynth and fluid-soundfont-gm, or set BENCH_SOUNDFONT to a soundfont.';
}

/** Plays the beginning of a MIDI file with FluidSynth and a soundfont. */
export async function renderMidi(midi: Uint8Array, seconds: number): Promise<StereoSamples> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-midi-'));
  try {
    const [score, sound] = [join(folder, 'song.mid'), join(folder, 'song.wav')];
    writeFileSync(score, midi);
    const settings = ['-n', '-i', '-q', '-g', '0.4', '-r', String(SEPARATION_RATE), '-F', sound];
    execFileSync(FLUIDSYNTH, [...settings, SOUNDFONT, score], { stdio: 'ignore' });
    return await benchSong(sound, { from: 0, seconds });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
