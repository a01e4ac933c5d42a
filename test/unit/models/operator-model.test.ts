import { describe, expect, it } from 'vitest';
import type { StereoSamples } from '../../../shared/audio/stereo-samples.ts';
import { planChunks } from '../../../shared/engine/chunk-plan.ts';
import type { ChosenModel } from '../../../shared/models/chosen-model.ts';
import type { ModelNetwork } from '../../../shared/models/model-network.ts';
import { operatorModel } from '../../../shared/models/operator-model.ts';
import { loadOnnxModel, type OnnxModel } from '../../../shared/onnx/onnx-model.ts';
import type { Separator } from '../../../shared/separators/separator.ts';
import { signalToDistortion } from '../../audio/signal-to-distortion.ts';
import { synthesizeSong } from '../../audio/synthesize-song.ts';
import { identityModels } from '../../models/identity-models.ts';

const { mix } = synthesizeSong({ seconds: 3, seed: 5 });
const HYBRID: ModelNetwork = { adapter: 'demucs-hybrid', segment: 30_001, overlap: 0.25 };
const order = { sepType: 40, options: {} };

const WAVEFORM: ModelNetwork = { adapter: 'waveform', segment: 30_001, overlap: 0.25, normalize: 'demucs' };
const MDX: ModelNetwork = {
  adapter: 'mdx',
  nfft: 5_120,
  hop: 1_024,
  dimF: 2_561,
  dimT: 33,
  zeroBins: 0,
  compensate: 1,
  overlap: 0.25,
};
const MASK: ModelNetwork = {
  adapter: 'spectrogram-mask',
  nfft: 2_048,
  hop: 441,
  dimT: 61,
  zeroBins: 0,
  overlap: 0.5,
};

function chosen(network: ModelNetwork, part: Partial<ChosenModel> = {}): ChosenModel {
  const stems = part.stems ?? ['vocals'];
  return {
    file: 'my-model',
    name: 'My model',
    sha256: '0'.repeat(64),
    network,
    stems,
    outputs: stems.map((stem) => [stem]),
    ...part,
  };
}

async function separatorOf(bytes: Uint8Array, model: ChosenModel): Promise<Separator> {
  const loaded = await loadOnnxModel(bytes);
  return operatorModel(model, async () => loaded);
}

const families: readonly [string, () => Promise<Separator>, number][] = [
  [
    'waveform',
    () =>
      separatorOf(
        identityModels.waveform(30_001),
        chosen(WAVEFORM, { stems: ['a', 'b'], outputs: [['a', 'b']] }),
      ),
    140,
  ],
  ['mdx', () => separatorOf(identityModels.mdx(2_561, 33), chosen(MDX)), 130],
  ['spectrogram-mask', () => separatorOf(identityModels.spectrogramMask(2_050, 61), chosen(MASK)), 130],
];

describe.each(families)('a model with the adapter %s', (_, load, decibels) => {
  it('gives the whole mix back when its network changes nothing', async () => {
    const [stem] = await (await load()).separate(mix, order);
    expect(signalToDistortion(mix, stem ?? [])).toBeGreaterThan(decibels);
  });

  it('separates every chunk of a song from the very same segments as the whole', async () => {
    const separator = await load();
    const [whole] = await separator.separate(mix, order);
    const samples = mix[0].length;
    const chunks = planChunks({ samples, chunkSamples: 40_960, contextSamples: separator.contextSamples });
    expect(chunks.length).toBeGreaterThan(2);
    for (const { coreStart, keepEnd, readStart, readEnd } of chunks) {
      const cut = (channel: Float32Array) => channel.slice(readStart, readEnd);
      const place = { start: readStart, songSamples: samples };
      const [stem] = await separator.separate([cut(mix[0]), cut(mix[1])], { ...order, place });
      const kept = stem?.map((channel) => channel.subarray(coreStart - readStart, keepEnd - readStart)) ?? [];
      const expected = whole?.map((channel) => channel.subarray(coreStart, keepEnd)) ?? [];
      // Not a bit differs.
      expect(signalToDistortion(expected, kept)).toBe(Number.POSITIVE_INFINITY);
    }
  });

  it('separates songs that are shorter than a segment, and silence into silence', async () => {
    const separator = await load();
    const short: StereoSamples = [mix[0].slice(20_000, 25_000), mix[1].slice(20_000, 25_000)];
    const [stem] = await separator.separate(short, order);
    expect(signalToDistortion(short, stem ?? [])).toBeGreaterThan(90);
    const [silent] = await separator.separate([new Float32Array(3_000), new Float32Array(3_000)], order);
    expect(silent?.flatMap((channel) => [...channel]).every((value) => value === 0)).toBe(true);
  });
});

describe('a model with the adapter demucs-hybrid', () => {
  it('adds what its network makes of the sound to what it makes of the spectrum', async () => {
    // A quarter and a half, but where the frames are missing that Demucs drops at both ends of a segment.
    const separator = await separatorOf(identityModels.demucsHybrid(30_001), chosen(HYBRID));
    const song: StereoSamples = [mix[0].slice(0, 30_001), mix[1].slice(0, 30_001)];
    const [stem] = await separator.separate(song, order);
    const inside = (channel: Float32Array) => channel.subarray(2_000, 28_000);
    const expected = song.map((channel) => inside(channel).map((value) => 0.75 * value));
    // The highest of its frequencies is missing too.
    expect(signalToDistortion(expected, stem?.map(inside) ?? [])).toBeGreaterThan(50);
  });

  it('gives the network the spectrum that Demucs computes', async () => {
    const [loud, frames] = [0.5, 30];
    const seen: number[] = [];
    const probe: OnnxModel = {
      inputs: [
        { name: 'mix', type: 'float32', shape: [1, 2, 30_001] },
        { name: 'x', type: 'float32', shape: [1, 4, 2_048, frames] },
      ],
      outputs: [
        { name: 'sound', type: 'float32', shape: [1, 1, 2, 30_001] },
        { name: 'spectrum', type: 'float32', shape: [1, 1, 4, 2_048, frames] },
      ],
      run: async ({ x }) => {
        // Of every frame in the middle, the real part of the left channel at the tone.
        seen.push(...(x?.data ?? []).slice(64 * frames + 2, 65 * frames - 3));
        return new Map([
          ['sound', { shape: [1, 1, 2, 30_001], data: new Float32Array(2 * 30_001) }],
          ['spectrum', { shape: [1, 1, 4, 2_048, frames], data: new Float32Array(4 * 2_048 * frames) }],
        ]);
      },
      release: async () => {},
    };
    const tone = Float32Array.from(
      { length: 30_001 },
      (_, at) => loud * Math.cos((2 * Math.PI * 64 * at) / 4_096),
    );
    await operatorModel(chosen(HYBRID), async () => probe).separate([tone, tone], order);
    // Half of the window's sum, 2,048, times the level, over the root of 4,096. The middles of frames lie whole periods
    // apart, the first of them 512 samples, eight periods, after the beginning.
    expect(seen).toHaveLength(frames - 5);
    for (const value of seen) expect(value).toBeCloseTo((loud * 1_024) / 64, 2);
  });
});

/** A network that answers what a function says. */
function pretended(answer: (data: Float32Array) => Float32Array, outputShape: readonly number[]): OnnxModel {
  return {
    inputs: [{ name: 'x', type: 'float32', shape: [] }],
    outputs: [{ name: 'y', type: 'float32', shape: [] }],
    run: async ({ x }) =>
      new Map([['y', { data: answer(x?.data ?? new Float32Array()), shape: outputShape }]]),
    release: async () => {},
  };
}

describe('operatorModel', () => {
  const network: ModelNetwork = { adapter: 'waveform', segment: 8_192, overlap: 0.25, normalize: 'none' };
  const shape = [1, 1, 2, 8_192];
  const half = pretended((data) => data.map((value) => value / 2), shape);

  it('gives the rest of a stem, and both add up to the mix', async () => {
    const model = chosen(network, { outputs: ['rest', ['vocals']] });
    const [rest, vocals] = await operatorModel(model, async () => half).separate(mix, order);
    expect(
      signalToDistortion(mix[0] === undefined ? [] : [...mix].map((c) => c.map((v) => v / 2)), vocals ?? []),
    ).toBeGreaterThan(120);
    const sum = [0, 1].map((side) =>
      mix[0].map((__, at) => (rest?.[side]?.[at] ?? 0) + (vocals?.[side]?.[at] ?? 0)),
    );
    expect(signalToDistortion(mix, sum)).toBeGreaterThan(120);
  });

  it('adds stems of the model up, and gives what is left of the mix', async () => {
    const two = pretended(
      (data) => Float32Array.from({ length: 2 * data.length }, (_, at) => (data[at % data.length] ?? 0) / 8),
      [1, 2, 2, 8_192],
    );
    const model = chosen(network, {
      stems: ['bass', 'drums'],
      outputs: [['bass', 'drums'], ['drums'], 'rest'],
    });
    const [both, drums, rest] = await operatorModel(model, async () => two).separate(mix, order);
    const scaled = (factor: number) => mix.map((channel) => channel.map((value) => value * factor));
    expect(signalToDistortion(scaled(1 / 4), both ?? [])).toBeGreaterThan(120);
    expect(signalToDistortion(scaled(1 / 8), drums ?? [])).toBeGreaterThan(120);
    expect(signalToDistortion(scaled(5 / 8), rest ?? [])).toBeGreaterThan(120);
  });

  it('asks no network about silence, and takes one stem without a dimension of its own', async () => {
    const divided = pretended(
      (data) => {
        const peak = Math.max(...data.map(Math.abs));
        return data.map((value) => (value / peak) * peak);
      },
      [1, 2, 8_192],
    );
    const begun = mix.map((channel) => channel.map((value, at) => (at < 20_000 ? 0 : value)));
    const [left = new Float32Array(), right = left] = begun;
    const [stem] = await operatorModel(chosen(network), async () => divided).separate([left, right], order);
    expect(signalToDistortion(begun, stem ?? [])).toBeGreaterThan(120);
  });

  it('refuses numbers that are none, and shapes that the sidecar does not say', async () => {
    const broken = pretended((data) => data.map(() => Number.NaN), shape);
    await expect(operatorModel(chosen(network), async () => broken).separate(mix, order)).rejects.toThrow(
      /^The model "My model", which .* no numbers .* Tell the operator/,
    );
    const other = pretended((data) => data, [1, 2, 8_191]);
    await expect(operatorModel(chosen(network), async () => other).separate(mix, order)).rejects.toThrow(
      'The model answers [1, 2, 8191] where [1, 1, 2, 8192] was expected.',
    );
  });
});
