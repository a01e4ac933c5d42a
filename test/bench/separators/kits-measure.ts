import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { StereoSamples } from '../../../shared/audio/stereo-samples.ts';
import { KIT_PLANS } from '../../../shared/separators/network/kit/kit-plan.ts';
import { kitSeparator } from '../../../shared/separators/network/kit/kit-separator.ts';
import type { MaskNetwork } from '../../../shared/separators/network/mask-network.ts';
import { signalToDistortion } from '../../audio/signal-to-distortion.ts';
import { bandDrums } from './band-drums.ts';
import { benchSong } from './bench-song.ts';
import { benchMix } from './data/bench-mix.ts';
import { KIT_MIXES } from './data/kit-mixes.ts';
import type { Measure, MeasuredRow } from './measure.ts';
import { networkProblem, openBenchNetwork } from './open-bench-network.ts';

/** All stems that there are of drums alone: with the model that gives eight. */
const ORDER = { sepType: 37, options: { add_opt1: '5', add_opt2: '1' } };
const STEMS = KIT_PLANS.get(ORDER.sepType)?.(ORDER.options).stems.map(({ name }) => name) ?? [];

/** SDR of one stem in one mix, of what the network finds, and of what it has to be better than. */
interface Score {
  readonly mix: string;
  readonly stem: string;
  readonly network: number;
  readonly bands: number;
  readonly whole: number;
}

/** Drum kits: how close each drum comes to the true one, beside a split by pitch alone and the mix itself. */
export const kitsMeasure: Measure = {
  name: 'kits',
  missing: () => networkProblem('kit'),
  async run(): Promise<readonly MeasuredRow[]> {
    const network = await openBenchNetwork('kit');
    const scores: Score[] = [];
    for (const { name } of KIT_MIXES) scores.push(...(await scoresOf(network, name)));
    return STEMS.flatMap((stem) =>
      rowOf(
        stem,
        scores.filter((score) => score.stem === stem),
      ),
    );
  },
};

async function scoresOf(network: MaskNetwork, name: string): Promise<Score[]> {
  const folder = await benchMix(name);
  if (folder === undefined) return [];
  const mix = await benchSong(join(folder, 'mixture.wav'));
  const found = await separate(network, mix);
  const byPitch = await separate(bandDrums(network.card), mix);
  const scores: Score[] = [];
  for (const [index, stem] of STEMS.entries()) {
    const path = join(folder, `${stem}.wav`);
    if (!existsSync(path)) continue;
    const truth = await benchSong(path);
    // A drum that nobody plays has no SDR.
    if (truth.every((channel) => channel.every((value) => value === 0))) continue;
    const [network, bands, whole] = [found[index], byPitch[index], mix].map((estimate) =>
      signalToDistortion(truth, estimate ?? mix),
    );
    scores.push({ mix: name, stem, network: network ?? 0, bands: bands ?? 0, whole: whole ?? 0 });
  }
  return scores;
}

async function separate(network: MaskNetwork, mix: StereoSamples): Promise<StereoSamples[]> {
  return kitSeparator({ card: network.card, load: async () => network }).separate(mix, ORDER);
}

function rowOf(stem: string, scores: readonly Score[]): MeasuredRow[] {
  if (scores.length === 0) return [];
  const mean = (of: (score: Score) => number) =>
    scores.reduce((total, score) => total + of(score), 0) / scores.length;
  const single = scores.map(({ mix, network }) => `${mix} ${network.toFixed(1)}`).join('  ');
  const bands = mean((score) => score.bands).toFixed(1);
  const whole = mean((score) => score.whole).toFixed(1);
  return [
    {
      what: `${stem}, mean SDR`,
      value: mean(({ network }) => network),
      unit: 'dB',
      detail: `${single}; by pitch alone ${bands}, the mix itself ${whole}`,
    },
  ];
}
