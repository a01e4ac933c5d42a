import type { StereoSamples } from '../../../shared/audio/stereo-samples.ts';
import { phantomCenter } from '../../../shared/separators/phantom-center.ts';
import { signalToDistortion } from '../../audio/signal-to-distortion.ts';
import { synthesizeSinging } from '../../audio/synthesize-singing.ts';
import { synthesizeSong } from '../../audio/synthesize-song.ts';
import { synthesizeSpeech } from '../../audio/synthesize-speech.ts';
import type { Measure, MeasuredRow } from './measure.ts';
import { packagedTrack } from './packaged-track.ts';

/** Something in the middle, and something else on either side. */
interface Scene {
  readonly name: string;
  readonly center: Float32Array;
  readonly left: Float32Array;
  readonly right: Float32Array;
}

const SECONDS = 12;

/** Tracks of the test mixes: in the middle, to the left, to the right. */
const PACKAGED = [
  ['t1/vocals', 't2/other', 't4/other'],
  ['d1/speech', 't3/other', 't5/other'],
  ['t3/drums', 't1/other', 't6/other'],
  ['t5/vocals', 't6/drums', 't4/drums'],
] as const;

/** Four scenes of our own, and four of the test mixes where these are there: how well centre and sides are told apart. */
export const phantomCenterMeasure: Measure = {
  name: 'phantom-center',
  async run() {
    const rows: MeasuredRow[] = [];
    for (const scene of [...ownScenes(), ...(await packagedScenes())]) rows.push(...(await rowsOf(scene)));
    return rows;
  },
};

/** Two songs of ours share the beat: their basses begin together, and are not independent under drums in the middle. */
function ownScenes(): Scene[] {
  const seconds = SECONDS;
  const tune = (seed: number) => synthesizeSong({ seconds, seed }).stems.other[0];
  const [one, two] = [tune(1), tune(2)];
  const { mix, stems } = synthesizeSong({ seconds, seed: 3 });
  const singing = (seed: number) => synthesizeSinging({ seconds, seed });
  const speech = (seed: number) => synthesizeSpeech({ seconds, seed });
  return [
    { name: 'singing between songs', center: singing(1), left: one, right: two },
    { name: 'speech between songs', center: speech(1), left: one, right: two },
    { name: 'drums between voices', center: stems.drums[0], left: singing(2), right: speech(2) },
    { name: 'a song between voices', center: mix[0], left: singing(3), right: speech(3) },
  ];
}

async function packagedScenes(): Promise<Scene[]> {
  const scenes: Scene[] = [];
  for (const names of PACKAGED) {
    const [center, left, right] = await Promise.all(names.map(packagedTrack));
    if (center && left && right) {
      scenes.push({ name: `${names[0]} between others`, center: center[0], left: left[0], right: right[0] });
    }
  }
  return scenes;
}

async function rowsOf({ name, ...tracks }: Scene): Promise<MeasuredRow[]> {
  const center = loud(tracks.center, 0.14);
  const sides = [loud(tracks.left, 0.096), loud(tracks.right, 0.096)] as const;
  const mix: StereoSamples = [sum(center, sides[0]), sum(center, sides[1])];
  const [middle = mix, wide = mix] = await phantomCenter.separate(mix, { sepType: 55, options: {} });
  const half = sum(mix[0], mix[1]).map((value) => value / 2);
  const naive = signalToDistortion([center], [half]);
  return [
    {
      what: `${name}: centre`,
      value: signalToDistortion([center, center], middle),
      unit: 'dB',
      bar: { atLeast: 11 },
      detail: `the mean of both channels ${naive.toFixed(1)}`,
    },
    {
      what: `${name}: sides`,
      value: signalToDistortion(sides, wide),
      unit: 'dB',
      bar: { atLeast: 9 },
      detail: `the mix ${signalToDistortion(sides, mix).toFixed(1)}`,
    },
  ];
}

/** Brings a track to a root mean square. */
function loud(track: Float32Array, level: number): Float32Array {
  const power = track.reduce((total, value) => total + value * value, 0) / track.length;
  return track.map((value) => (value * level) / Math.sqrt(power));
}

function sum(a: Float32Array, b: Float32Array): Float32Array {
  return a.map((value, index) => value + (b[index] ?? 0));
}
