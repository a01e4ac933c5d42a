import { join } from 'node:path';
import type { NetworkCard } from '../../../shared/separators/network/network-card.ts';
import type { Separator } from '../../../shared/separators/separator.ts';
import { mixOf } from '../../audio/mix-of.ts';
import { signalToDistortion } from '../../audio/signal-to-distortion.ts';
import { benchSong } from './bench-song.ts';
import { benchMix } from './data/bench-mix.ts';
import type { MeasuredRow } from './measure.ts';

/** One line of the table: a stem over some mixes, and what it has to reach there. */
interface Source {
  readonly measure: Exclude<keyof NetworkCard['quality'], 'falseVocals'>;
  readonly mixes: readonly string[];
  /** What is ordered, which of its stems counts, and the true stems that it consists of. */
  readonly sepType: number;
  readonly position: number;
  readonly truth: readonly string[];
  /** In dB. */
  readonly bar?: number;
}

const VOICES = ['t1', 't3', 't5', 't6'];
const SONGS = ['t1', 't2', 't3', 't4', 't5', 't6', 'l1'];
const FILMS = ['d1', 'd2'];

const SOURCES: readonly Source[] = [
  { measure: 'vocals', mixes: VOICES, sepType: 40, position: 0, truth: ['vocals'], bar: 8 },
  { measure: 'instrumental', mixes: VOICES, sepType: 40, position: 1, truth: ['drums', 'bass', 'other'] },
  { measure: 'drums', mixes: SONGS, sepType: 20, position: 1, truth: ['drums'], bar: 5 },
  { measure: 'bass', mixes: SONGS, sepType: 20, position: 2, truth: ['bass'], bar: 2.5 },
  { measure: 'other', mixes: SONGS, sepType: 20, position: 3, truth: ['other'], bar: 4.4 },
  { measure: 'speech', mixes: FILMS, sepType: 36, position: 0, truth: ['speech'], bar: 10 },
  { measure: 'musicAndEffects', mixes: FILMS, sepType: 36, position: 1, truth: ['music', 'effects'] },
];

/** How close a network comes to the true stems, by what stands for it on its card. */
export async function networkQuality(separator: Separator): Promise<readonly MeasuredRow[]> {
  const rows: MeasuredRow[] = [];
  for (const { measure, mixes, sepType, position, truth, bar } of SOURCES) {
    const found: [string, number][] = [];
    for (const name of mixes) {
      const folder = await benchMix(name);
      if (folder === undefined) continue;
      const mix = await benchSong(join(folder, 'mixture.wav'));
      const stems = await separator.separate(mix, { sepType, options: {} });
      const parts = await Promise.all(truth.map((stem) => benchSong(join(folder, `${stem}.wav`))));
      found.push([name, signalToDistortion(mixOf(...parts), stems[position] ?? mix)]);
    }
    if (found.length === 0) continue;
    rows.push({
      what: `${measure}, mean SDR`,
      value: found.reduce((total, [, value]) => total + value, 0) / found.length,
      unit: 'dB',
      ...(bar === undefined ? {} : { bar: { atLeast: bar } }),
      detail: found.map(([name, value]) => `${name} ${value.toFixed(1)}`).join('  '),
    });
  }
  return rows;
}
