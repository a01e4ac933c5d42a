import { loadFft } from '../../../shared/audio/real-fft.ts';
import type { StereoSamples } from '../../../shared/audio/stereo-samples.ts';
import { matchering } from '../../../shared/separators/matchering/matchering.ts';
import { toMidSide, toStereo } from '../../../shared/separators/matchering/mid-side.ts';
import { songProfile } from '../../../shared/separators/matchering/song-profile.ts';
import { SEPARATION_RATE } from '../../../shared/separators/separator.ts';
import { synthesizeSong } from '../../audio/synthesize-song.ts';
import type { Measure, MeasuredRow } from './measure.ts';
import { packagedTrack } from './packaged-track.ts';
import { spectralDistance } from './spectral-distance.ts';

/** A song, and one that it shall sound like. */
interface Pair {
  readonly name: string;
  readonly target: StereoSamples;
  readonly reference: StereoSamples;
}

/** Dull, quiet songs after bright, loud ones: how near they come in tone and loudness, and their highest peak. */
export const matcheringMeasure: Measure = {
  name: 'matchering',
  async run() {
    await loadFft();
    const rows: MeasuredRow[] = [];
    for (const pair of [...ownPairs(), ...(await packagedPairs())]) rows.push(...(await rowsOf(pair)));
    return rows;
  },
};

function ownPairs(): Pair[] {
  const song = (seed: number) => synthesizeSong({ seconds: 20, seed }).mix;
  return [
    { name: 'own songs', target: changed(song(1), dull), reference: changed(song(2), bright) },
    { name: 'own songs again', target: changed(song(3), dull), reference: changed(song(4), bright) },
  ];
}

async function packagedPairs(): Promise<Pair[]> {
  const [target, reference] = [await packagedTrack('t2/mixture'), await packagedTrack('t6/mixture')];
  if (target === undefined || reference === undefined) return [];
  return [{ name: 't2 after t6', target: changed(target, dull), reference }];
}

async function rowsOf({ name, target, reference }: Pair): Promise<MeasuredRow[]> {
  const compare = await matchering.compareWith?.(reference);
  const order = { sepType: 68, options: {}, comparison: compare?.(target) ?? [] };
  const [result = target] = await matchering.separate(target, order);
  const [before, after, wanted] = [songProfile(target), songProfile(result), songProfile(reference)];
  const [far, near] = [spectralDistance(before.mid, wanted.mid), spectralDistance(after.mid, wanted.mid)];
  const apart = (profile: typeof before) => 20 * Math.log10(profile.loudRms / wanted.loudRms);
  return [
    {
      what: `${name}: tone nearer by`,
      value: far / near,
      unit: '×',
      bar: { atLeast: 5 },
      detail: `${far.toFixed(1)} to ${near.toFixed(1)} dB`,
    },
    {
      what: `${name}: loudness off by`,
      value: Math.abs(apart(after)),
      unit: 'dB',
      bar: { atMost: 2 },
      detail: `before ${Math.abs(apart(before)).toFixed(1)}`,
    },
    { what: `${name}: highest peak`, value: peak(result), unit: 'of full scale', bar: { atMost: 1 } },
  ];
}

function changed(song: StereoSamples, change: (signal: Float32Array) => Float32Array): StereoSamples {
  const { mid, side } = toMidSide(song);
  const [left, right] = toStereo({ mid: change(mid), side: change(side) });
  const clipped = (signal: Float32Array) => signal.map((value) => Math.max(-1, Math.min(1, value)));
  return [clipped(left), clipped(right)];
}

/** What is left below 2.6 kHz or so, at a quarter of its level. */
function dull(signal: Float32Array): Float32Array {
  let state = 0;
  const share = 1 - Math.exp((-2 * Math.PI * 2_600) / SEPARATION_RATE);
  return signal.map((value) => {
    state += share * (value - state);
    return state / 4;
  });
}

function bright(signal: Float32Array): Float32Array {
  const low = dull(signal);
  return signal.map((value, index) => 3 * (value - 2.4 * (low[index] ?? 0)));
}

function peak(song: StereoSamples): number {
  const highest = song.map((channel) => channel.reduce((most, value) => Math.max(most, Math.abs(value)), 0));
  return Math.max(...highest);
}
