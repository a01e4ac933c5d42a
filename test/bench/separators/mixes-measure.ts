import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { SEPARATION_RATE } from '../../../shared/separators/separator.ts';
import { benchSong } from './bench-song.ts';
import { benchInstrumentals } from './data/bench-instrumentals.ts';
import { benchMix } from './data/bench-mix.ts';
import { level } from './data/level.ts';
import { MIX_BUILDS } from './data/mix-builds.ts';
import type { Measure, MeasuredRow } from './measure.ts';

/** The data itself: how long each test mix is and how loud its stems are in it. Asking for it alone builds all of it. */
export const mixesMeasure: Measure = {
  name: 'mixes',
  async run() {
    const rows: MeasuredRow[] = [];
    for (const name of MIX_BUILDS.keys()) rows.push(...(await rowsOf(name)));
    const recordings = await benchInstrumentals();
    const what = 'real recordings in which nobody sings';
    const detail = recordings.map((path) => basename(path)).join('  ');
    return [...rows, { what, value: recordings.length, unit: '', detail }];
  },
};

async function rowsOf(name: string): Promise<MeasuredRow[]> {
  const folder = await benchMix(name);
  if (folder === undefined) return [];
  const mixture = await benchSong(join(folder, 'mixture.wav'));
  const stems = readdirSync(folder).filter((file) => file.endsWith('.wav') && file !== 'mixture.wav');
  const levels = await Promise.all(
    stems.map(async (file) => {
      const share = level(await benchSong(join(folder, file))) / level(mixture);
      const told = share === 0 ? 'silent' : (20 * Math.log10(share)).toFixed(1);
      return `${basename(file, '.wav')} ${told}`;
    }),
  );
  const value = mixture[0].length / SEPARATION_RATE;
  return [{ what: name, value, unit: 's', detail: `in dB of the mix: ${levels.join('  ')}` }];
}
