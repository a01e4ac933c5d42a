import type { StereoSamples } from '../../../../shared/audio/stereo-samples.ts';
import { SEPARATION_RATE } from '../../../../shared/separators/separator.ts';
import { benchSong } from '../bench-song.ts';
import { fitted } from './fitted.ts';
import type { Scratch } from './scratch.ts';

/** What part of a song, played by what, and whether in a room. */
export interface PartOrder {
  readonly song: Uint8Array;
  readonly soundfont: string;
  /** In seconds. */
  readonly from: number;
  readonly seconds: number;
  readonly inRoom: boolean;
}

/** Plays a song with FluidSynth and cuts a part out of it. */
export async function renderPart(
  scratch: Scratch,
  { song, soundfont, from, seconds, inRoom }: PartOrder,
): Promise<StereoSamples> {
  const [score, sound] = [scratch.write('part.mid', song), scratch.path('part.wav')];
  const room = inRoom ? '1' : '0';
  const settings = ['-ni', '-o', 'synth.dynamic-sample-loading=1', '-R', room, '-C', room, '-g', '0.5'];
  scratch.run('fluidsynth', [...settings, '-r', `${SEPARATION_RATE}`, '-F', sound, soundfont, score]);
  return fitted(await benchSong(sound, { from, seconds }), seconds * SEPARATION_RATE);
}
