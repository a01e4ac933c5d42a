import { loadFft } from '../../../shared/audio/real-fft.ts';
import type { StereoSamples } from '../../../shared/audio/stereo-samples.ts';
import { denoise } from '../../../shared/separators/denoise/denoise.ts';
import { addNoise } from '../../audio/add-noise.ts';
import { signalToDistortion } from '../../audio/signal-to-distortion.ts';
import { type NoiseKind, steadyNoise } from '../../audio/steady-noise.ts';
import { type BenchTrack, benchTracks } from './bench-tracks.ts';
import type { Measure, MeasuredRow } from './measure.ts';

const NOISES: readonly NoiseKind[] = ['white', 'pink', 'hum'];
const INPUT_DECIBELS = 8;
const BARS = { speech: 14, singing: 14, music: 8 } as const;

/** Speech and music under steady noise: how close the clean stem comes to them. */
export const denoiseMeasure: Measure = {
  name: 'denoise',
  async run() {
    await loadFft();
    const rows: MeasuredRow[] = [];
    for (const track of await benchTracks()) {
      for (const noise of NOISES) rows.push(await rowOf(track, noise));
    }
    return rows;
  },
};

async function rowOf({ name, kind, beside, samples }: BenchTrack, noise: NoiseKind): Promise<MeasuredRow> {
  const noisy = addNoise(samples, steadyNoise(noise, samples.length), INPUT_DECIBELS);
  const clean = async (add_opt1: string) => {
    const mix: StereoSamples = [noisy, noisy];
    const [dry = mix] = await denoise.separate(mix, { sepType: 47, options: { add_opt1 } });
    return signalToDistortion([samples], [dry[0]]);
  };
  const aggressive = await clean('1');
  return {
    what: `${name}, ${noise} at ${INPUT_DECIBELS} dB`,
    value: await clean('0'),
    unit: 'dB',
    ...(beside ? {} : { bar: { atLeast: BARS[kind] } }),
    detail: `aggressive ${aggressive.toFixed(1)}`,
  };
}
