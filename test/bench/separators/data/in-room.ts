import type { StereoSamples } from '../../../../shared/audio/stereo-samples.ts';
import { SEPARATION_RATE } from '../../../../shared/separators/separator.ts';
import { wavFile } from '../../../audio/wav-file.ts';
import { benchSong } from '../bench-song.ts';
import type { Scratch } from './scratch.ts';

/** A voice in a room, by the reverb of SoX; `amount` in percent. */
export async function inRoom(scratch: Scratch, voice: Float32Array, amount: number): Promise<StereoSamples> {
  const dry = scratch.write('dry.wav', wavFile([voice, voice], SEPARATION_RATE, 'float32'));
  const wet = scratch.path('wet.wav');
  scratch.run('sox', [dry, wet, 'reverb', `${amount}`, '50', '60', '100']);
  return benchSong(wet);
}
