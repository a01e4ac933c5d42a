import type { StereoSamples } from '../audio/stereo-samples.ts';
import { ModelFailed } from '../errors/model-failed.ts';
import { UnusableModel } from '../errors/unusable-model.ts';
import type { OnnxModel } from '../onnx/onnx-model.ts';
import type { Separator } from '../separators/separator.ts';
import { splitMix } from '../separators/split-mix.ts';
import { adapterOf } from './adapter-of.ts';
import type { ChosenModel } from './chosen-model.ts';
import { modelSlug } from './model-slug.ts';
import { contextOf } from './segment-grid.ts';
import { separateInSegments } from './separate-in-segments.ts';

/**
 * The separator that runs a model of the operator. Its stems are as the model gives them; they add up to the mix
 * where one of them is the rest.
 *
 * @param load what loads the model; called once for each chunk, so that it should keep what it loaded.
 */
export function operatorModel(chosen: ChosenModel, load: () => Promise<OnnxModel>): Separator {
  const adapter = adapterOf(chosen.network, chosen.stems.length);
  return {
    slug: modelSlug(chosen.file),
    contextSamples: contextOf(adapter.grid),
    async separate(mix, { place = { start: 0, songSamples: mix[0].length } }) {
      const stems = await speakingOf(chosen, async () => {
        const model = await load();
        return separateInSegments(mix, place, adapter.grid, chosen.stems.length, (segment) =>
          adapter.separate(model, segment),
        );
      });
      return outputsOf(chosen, stems, mix);
    },
  };
}

/** @throws ModelFailed, which tells whose song it is which model failed, and why. */
async function speakingOf<T>({ name }: ChosenModel, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    throw error instanceof UnusableModel ? new ModelFailed(name, error) : error;
  }
}

/** What users get of what the model gives. */
function outputsOf(
  { outputs, stems: names }: ChosenModel,
  stems: readonly StereoSamples[],
  mix: StereoSamples,
): StereoSamples[] {
  const named = (wanted: readonly string[]) => stems.filter((_, at) => wanted.includes(names[at] ?? ''));
  const own = outputs.flatMap((output) => (output === 'rest' ? [] : [sumOf(named(output), mix)]));
  const rest = outputs.indexOf('rest');
  if (rest === -1) return own;
  const [only] = own;
  // Of a stem and its rest both can be kept within full scale, and still add up.
  if (own.length === 1 && only !== undefined) {
    const [stem, remainder] = splitMix(mix, only);
    return rest === 0 ? [remainder, stem] : [stem, remainder];
  }
  const taken = sumOf(own, mix);
  return own.toSpliced(rest, 0, [minus(mix[0], taken[0]), minus(mix[1], taken[1])]);
}

function sumOf(stems: readonly StereoSamples[], mix: StereoSamples): StereoSamples {
  const [only, ...more] = stems;
  if (only !== undefined && more.length === 0) return only;
  const channel = (side: 0 | 1) =>
    mix[side].map((_, at) => stems.reduce((total, stem) => total + (stem[side][at] ?? 0), 0));
  return [channel(0), channel(1)];
}

function minus(whole: Float32Array, part: Float32Array): Float32Array {
  return whole.map((value, at) => value - (part[at] ?? 0));
}
