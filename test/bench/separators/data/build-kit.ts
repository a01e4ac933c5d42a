import { readFileSync } from 'node:fs';
import type { StereoSamples } from '../../../../shared/audio/stereo-samples.ts';
import { DRUM_CHANNEL } from './drum-channel.ts';
import type { KitMix } from './kit-mixes.ts';
import { packagedFile } from './packaged-file.ts';
import { partOfSong, type StemNote } from './part-of-song.ts';
import { renderPart } from './render-part.ts';
import type { MixStems } from './save-mix.ts';
import type { Scratch } from './scratch.ts';

const SECONDS = 20;

/** Note numbers of General MIDI. */
const DRUMS = {
  kick: [35, 36],
  snare: [37, 38, 39, 40],
  toms: [41, 43, 45, 47, 48, 50],
  hh: [42, 44, 46],
  cymbals: [49, 51, 52, 53, 55, 57, 59],
};

/** Plays each drum of a kit alone. */
export async function buildKit(scratch: Scratch, mix: KitMix): Promise<MixStems> {
  const song = readFileSync(packagedFile(mix.song));
  const soundfont = packagedFile(mix.soundfont);
  const stems: Record<string, StereoSamples> = {};
  for (const [name, numbers] of Object.entries(DRUMS)) {
    const belongs = ({ channel, number }: StemNote) => channel === DRUM_CHANNEL && numbers.includes(number);
    stems[name] = await renderPart(scratch, {
      song: partOfSong(song, belongs),
      soundfont,
      from: mix.from,
      seconds: SECONDS,
      inRoom: false,
    });
  }
  return stems;
}
