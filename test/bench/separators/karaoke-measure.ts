import type { StereoSamples } from '../../../shared/audio/stereo-samples.ts';
import { karaoke } from '../../../shared/separators/karaoke/karaoke.ts';
import { SHIPPED_VOCAL_SPLITTER } from '../../../shared/separators/network/shipped-vocal-splitter.ts';
import type { VocalSplitter } from '../../../shared/separators/vocal-splitter.ts';
import { mixOf } from '../../audio/mix-of.ts';
import { signalToDistortion } from '../../audio/signal-to-distortion.ts';
import { synthesizeSinging } from '../../audio/synthesize-singing.ts';
import { synthesizeSong } from '../../audio/synthesize-song.ts';
import type { Measure, MeasuredRow } from './measure.ts';
import { packagedTrack } from './packaged-track.ts';

/** Who sings in the middle, who at the sides, and what they sing to. */
interface Scene {
  readonly name: string;
  readonly lead: StereoSamples;
  readonly back: StereoSamples;
  readonly instrumental: StereoSamples;
}

const VOCALS_FIRST = { sepType: 49, options: { add_opt2: '1' } } as const;

/**
 * Lead and back vocals by their place. With the true voices given, that shows what the place is worth; with those that
 * the network finds, what comes out.
 */
export const karaokeMeasure: Measure = {
  name: 'karaoke',
  async run() {
    const rows: MeasuredRow[] = [];
    for (const scene of [ownScene(), ...(await packagedScenes())]) {
      const vocals = mixOf(scene.lead, scene.back);
      const truth: VocalSplitter = {
        contextSamples: 0,
        split: async () => ({ vocals, instrumental: scene.instrumental }),
      };
      rows.push(...(await rowsOf(scene, 'true voices', truth)));
      if (SHIPPED_VOCAL_SPLITTER) rows.push(...(await rowsOf(scene, 'the network', SHIPPED_VOCAL_SPLITTER)));
    }
    return rows;
  },
};

function ownScene(): Scene {
  const singing = (seed: number) => synthesizeSinging({ seconds: 14, seed });
  const instrumental = synthesizeSong({ seconds: 14, seed: 2 }).mix;
  return { name: 'own', lead: [singing(1), singing(1)], back: aside(singing(2), singing(3)), instrumental };
}

async function packagedScenes(): Promise<Scene[]> {
  const names = ['t1/vocals', 't3/vocals', 't5/vocals', 't2/mixture'];
  const [lead, one, two, instrumental] = await Promise.all(names.map(packagedTrack));
  if (!lead || !one || !two || !instrumental) return [];
  const quieter = (channel: 0 | 1) => instrumental[channel].map((value) => 0.8 * value);
  return [{ name: 't1, t3, t5', lead, back: aside(one[0], two[0]), instrumental: [quieter(0), quieter(1)] }];
}

/** Two voices, one mostly to the left and one mostly to the right. */
function aside(one: Float32Array, two: Float32Array): StereoSamples {
  const mixed = (near: Float32Array, far: Float32Array) =>
    near.map((value, index) => 0.45 * value + 0.08 * (far[index] ?? 0));
  return [mixed(one, two), mixed(two, one)];
}

async function rowsOf(scene: Scene, by: string, splitter: VocalSplitter): Promise<MeasuredRow[]> {
  const { name, lead, back, instrumental } = scene;
  const mix = mixOf(lead, back, instrumental);
  const [foundLead = mix, foundBack = mix] = await karaoke(splitter).separate(mix, VOCALS_FIRST);
  const row = (what: string, truth: StereoSamples, found: StereoSamples): MeasuredRow => ({
    what: `${name}, ${by}: ${what}`,
    value: signalToDistortion(truth, found),
    unit: 'dB',
    detail: `the mix ${signalToDistortion(truth, mix).toFixed(1)}`,
  });
  return [row('lead', lead, foundLead), row('back', back, foundBack)];
}
