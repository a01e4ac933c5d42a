import { synthesizeSong } from '../audio/synthesize-song.ts';
import { wavFile } from '../audio/wav-file.ts';

let seed = 1_000;

/** A song that nobody has had separated before, so that no earlier result can stand in for it. */
export function freshSong(seconds = 2): Buffer {
  seed += 1;
  const song = synthesizeSong({ seconds, seed });
  return wavFile(song.mix, song.sampleRate);
}
