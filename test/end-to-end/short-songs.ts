import { synthesizeSong } from '../audio/synthesize-song.ts';
import { wavFile } from '../audio/wav-file.ts';

/** A song of half a second: what costs least to separate. */
export const SHORT_SONG = songOf(0.5, 44_100);

/** Longer than what one function of the test's Engine separates, so that its parts are distributed. */
export const LONG_SONG = songOf(12, 8_000);

function songOf(seconds: number, sampleRate: number): Uint8Array {
  const song = synthesizeSong({ seconds, sampleRate, seed: 31 });
  return new Uint8Array(wavFile(song.mix, song.sampleRate));
}
