import { synthesizeAssembly } from '../../../infra/start/assembly.ts';
import type { ScaleOrder } from './scale-order.ts';
import { separateAtScale } from './separate-at-scale.ts';
import { separatePair } from './separate-pair.ts';

const [MP3, WAV, M4A, WAV_FLOAT, FLAC_24] = [0, 1, 3, 4, 5] as const;
const [DRUMS, CENTER] = [44, 55] as const;

const TEN = { minutes: 10, inputFormat: WAV_FLOAT, outputFormat: WAV_FLOAT, compared: true } as const;
const SIXTY = { minutes: 60, interrupted: false, compared: false } as const;

const SONGS: Readonly<Record<string, readonly ScaleOrder[]>> = {
  minutes: [
    { ...TEN, sepType: DRUMS, interrupted: true },
    { ...TEN, sepType: CENTER, interrupted: false },
  ],
  hour: [
    { ...SIXTY, inputFormat: MP3, outputFormat: WAV, sepType: DRUMS },
    { ...SIXTY, inputFormat: WAV, outputFormat: WAV_FLOAT, sepType: CENTER },
    { ...SIXTY, inputFormat: MP3, outputFormat: M4A, sepType: CENTER },
    { ...SIXTY, inputFormat: WAV, outputFormat: FLAC_24, sepType: CENTER },
  ],
};

/**
 * Sends long songs through the whole Engine on the local cloud, and prints how long each phase took, and what memory and
 * time each function. Songs of ten minutes are held against the song in one go, after functions were killed on the way.
 *
 * @param names `minutes` (the default), `hour`, or `pair` for two songs that are compared; a number after it chooses
 *   one of several songs.
 * @throws Error when a bar is missed.
 */
export async function benchScale([name = 'minutes', number]: readonly string[]): Promise<void> {
  const assembly = await synthesizeAssembly('.local/bench-scale');
  if (name === 'pair') return separatePair(assembly);
  const orders = SONGS[name];
  if (orders === undefined) throw new Error(`There is no ${name}, only minutes, hour and pair.`);
  for (const [index, order] of orders.entries()) {
    if (number === undefined || Number(number) === index + 1) await separateAtScale(assembly, order);
  }
}
