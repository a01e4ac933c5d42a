import { basename } from 'node:path';
import type { StereoSamples } from '../../../shared/audio/stereo-samples.ts';
import type { Separator } from '../../../shared/separators/separator.ts';
import { benchSong } from './bench-song.ts';
import type { MeasuredRow } from './measure.ts';

/** Half a minute from the middle of the beginning, where everything plays. */
const PART = { from: 30, seconds: 30 };

const VOCALS_AND_REST = 40;

/** How loud the vocals are that a separator hears where nobody sings, against the song. */
export async function falseVocals(
  separator: Separator,
  songs: readonly string[],
): Promise<readonly MeasuredRow[]> {
  const rows: MeasuredRow[] = [];
  for (const path of songs) {
    const song = await benchSong(path, PART);
    if (song[0].length === 0) continue;
    const [vocals = song] = await separator.separate(song, { sepType: VOCALS_AND_REST, options: {} });
    rows.push({
      what: `false vocals, ${basename(path)}`,
      value: 10 * Math.log10(energy(vocals) / energy(song)),
      unit: 'dB',
      bar: { atMost: -30 },
    });
  }
  return rows;
}

function energy(sound: StereoSamples): number {
  let total = 0;
  for (const channel of sound) for (const value of channel) total += value * value;
  return total;
}
