import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { fileOfKey } from '../../../functions/engine/register-model/file-of-key.ts';
import { registerModel } from '../../../functions/engine/register-model/register-model.ts';
import type { EngineStore } from '../../../shared/engine/engine-store.ts';
import { ModelGone } from '../../../shared/errors/model-gone.ts';
import { ModelCache } from '../../../shared/models/model-cache.ts';
import { ModelRegistry } from '../../../shared/models/model-registry.ts';
import { offersOfModel } from '../../../shared/models/offers-of-model.ts';
import { openOperatorModel } from '../../../shared/models/open-operator-model.ts';
import { writeOnnx } from '../../../shared/onnx/write-onnx.ts';
import { identityModels } from '../../models/identity-models.ts';
import { sidecarOf } from '../../models/sidecar-of.ts';
import { type EngineTables, startEngineTables } from './engine-tables.ts';
import { memoryBucket } from './memory-bucket.ts';

const HALVES = identityModels.waveform(16_384);
/** Gives the mix as its only stem. */
const MIX = writeOnnx({
  inputs: [{ name: 'x', shape: [1, 2, 16_384] }],
  outputs: [{ name: 'y', shape: [1, 2, 16_384] }],
  nodes: [{ operator: 'Identity', inputs: ['x'], outputs: ['y'] }],
});
const SAME = identityModels.mdx(1_024, 64);
const ONES = identityModels.spectrogramMask(514, 32);

const MDX = { adapter: 'mdx', nfft: 4_096, dimF: 1_024, dimT: 64, stems: ['vocals'], segment: undefined };
const MASK = {
  adapter: 'spectrogram-mask',
  nfft: 512,
  hop: 128,
  dimT: 32,
  stems: ['vocals'],
  segment: undefined,
};

const reportIn = z.looseObject({ verdict: z.string(), message: z.string() });

/** Gives what one node makes of the mix as a single stem. */
function oneStem(operator: string, constant: number): Uint8Array {
  return writeOnnx({
    inputs: [{ name: 'x', shape: [1, 2, 16_384] }],
    outputs: [{ name: 'y', shape: [1, 1, 2, 16_384] }],
    constants: [
      { name: 'c', shape: [1], data: Float32Array.of(constant) },
      { name: 'axis', shape: [1], data: BigInt64Array.of(1n) },
    ],
    nodes: [
      { operator: 'Unsqueeze', inputs: ['x', 'axis'], outputs: ['wide'] },
      { operator, inputs: ['wide', 'c'], outputs: ['y'] },
    ],
  });
}

let tables: EngineTables;
let store: EngineStore;
beforeAll(async () => {
  tables = await startEngineTables();
});
afterAll(() => tables.stop());
beforeEach(async () => {
  store = await tables.empty();
});

function folder() {
  const { s3, objects, puts } = memoryBucket();
  const registry = new ModelRegistry(store.documents, store.publications);
  let looks = 0;
  const deps = {
    s3,
    bucket: 'bucket',
    registry,
    models: new ModelCache(),
    limits: { megabytes: 1769, chunkSamples: 30 * 44_100, chunkTimeoutSeconds: 840 },
    now: () => new Date('2026-11-23T10:00:00.000Z'),
    newId: () => `look-${++looks}`,
    log: { info() {}, warn() {}, error() {} },
  };
  return {
    deps,
    objects,
    puts,
    registry,
    /** Puts files there, or takes them away, and lets the Engine look. */
    async drop(file: string, network: Uint8Array | undefined, sidecar: object | string | undefined) {
      const text = typeof sidecar === 'string' ? sidecar : JSON.stringify(sidecar);
      for (const [key, bytes] of [
        [`models/${file}.onnx`, network],
        [`models/${file}.json`, sidecar === undefined ? undefined : Buffer.from(text)],
      ] as const) {
        if (bytes === undefined) objects.delete(key);
        else objects.set(key, Buffer.from(bytes));
      }
      await registerModel(deps, file);
    },
    report: (file: string) =>
      reportIn.parse(JSON.parse(String(objects.get(`models/${file}.report.json`) ?? '{}'))),
    hasReport: (file: string) => objects.has(`models/${file}.report.json`),
    serving: async () => (await registry.registered()).map(({ file }) => file),
  };
}

describe('registerModel', () => {
  it.each([
    ['waveform', HALVES, {}],
    ['waveform with any length', identityModels.waveformOfAnyLength(), {}],
    ['waveform of one stem, without a dimension for it,', MIX, { stems: ['vocals'] }],
    ['demucs-hybrid', identityModels.demucsHybrid(16_384), { adapter: 'demucs-hybrid', stems: ['vocals'] }],
    ['mdx', SAME, MDX],
    ['spectrogram-mask', ONES, MASK],
  ])('accepts a %s model, and tells what it serves and how it did', async (_, network, fields) => {
    const models = folder();
    await models.drop('mine', network, sidecarOf(network, fields));
    expect(models.report('mine')).toMatchObject({
      verdict: 'registered',
      name: 'Halves of the mix',
      serves: [{ sep_type: 40, standing: 'substitute' }],
      trial: { runtime: expect.stringMatching(/native|webassembly/) },
    });
    expect(await models.serving()).toEqual(['mine']);
  });

  it.each([
    ['another SHA-256', HALVES, { sha256: '0'.repeat(64) }, /has the SHA-256 [0-9a-f]{64}, not 0{64}/],
    [
      'another segment',
      HALVES,
      { segment: 16_385 },
      /input "mix" .* shape \[1, 2, 16384\]; .* \[1, 2, 16385\]/,
    ],
    ['another number of stems', HALVES, { stems: ['vocals'] }, /output "stems" .* \[1, 2, 2, 16384\]/],
    [
      'another adapter',
      SAME,
      { ...MDX, adapter: 'spectrogram-mask', hop: 512, dimF: undefined },
      /input "input"/,
    ],
    [
      'two inputs of an adapter with one',
      identityModels.demucsHybrid(16_384),
      { stems: ['vocals'] },
      /has 2 inputs \(x \[1, 4, 2048, 16\], mix \[1, 2, 16384\]\); .* with \[1, 2, 16384\]\. Choose another/,
    ],
    [
      'one input of an adapter with two',
      HALVES,
      { adapter: 'demucs-hybrid' },
      /has 1 inputs .* with \[1, 2, 16384\] and \[1, 4, 2048, 16\]/,
    ],
    ['a file that is no ONNX', Buffer.from('no model'), {}, /ONNX file cannot be loaded/],
    ['no numbers', oneStem('Div', 0), { stems: ['vocals'] }, /no numbers/],
    ['silence', oneStem('Mul', 0), { stems: ['vocals'] }, /gives silence/],
    ['noise', oneStem('Mul', 1_000), { stems: ['vocals'] }, /times as loud/],
    [
      'a stem that it lacks',
      HALVES,
      serving({ of: ['drums'] }),
      /serves\[0\]\.stems\[0\]\.of: .* no stem drums/,
    ],
    [
      'two rests',
      HALVES,
      serving({ of: 'rest' }, { name: 'b', of: 'rest' }),
      /only one stem can be the rest/,
    ],
    ['the rest of nothing', HALVES, serving({ of: 'rest' }), /mix minus all others: name what it lacks/],
    ['one name twice', HALVES, serving({}, {}), /a name of its own/],
    ['no such type', HALVES, { serves: [{ sep_type: 4_711 }] }, /no separation type 4711/],
    [
      'no such option',
      HALVES,
      { serves: [{ sep_type: 40, options: { add_opt4: ['1'] } }] },
      /has no add_opt4/,
    ],
    [
      'no such value',
      HALVES,
      { serves: [{ sep_type: 40, options: { add_opt1: [4_711] } }] },
      /has no add_opt1 4711. Allowed: /,
    ],
    ['a type of two files', HALVES, { serves: [{ sep_type: 68 }] }, /does not take one file/],
    ['another rate', HALVES, { sampleRate: 48_000 }, /sampleRate: .*44100/],
    ['a field that nobody knows', HALVES, { seed: 1 }, /Unrecognized key: "seed"/],
    ['no licence', HALVES, { licence: undefined }, /licence: /],
    ['an adapter that nobody knows', HALVES, { adapter: 'spleeter' }, /adapter: /],
    ['a transform that cannot be', SAME, { ...MDX, nfft: 4_100 }, /nfft: give a multiple of 32/],
    ['more frequencies than there are', SAME, { ...MDX, dimF: 4_000 }, /dimF: .* only 2049/],
    ['several stems of an MDX-Net', SAME, { ...MDX, stems: ['a', 'b'] }, /stems: an MDX-Net puts out one/],
  ])('refuses %s, and says so', async (_, network, fields, sentence) => {
    const models = folder();
    await models.drop('mine', network, sidecarOf(network, fields));
    expect(models.report('mine').verdict).toBe('refused');
    expect(models.report('mine').message).toMatch(sentence);
    expect(models.report('mine').message).toMatch(/[.?]$/);
    expect(await models.serving()).toEqual([]);
  });

  it('refuses a model that is too large for the memory there is, or too slow for the time', async () => {
    const small = folder();
    const limits = { ...small.deps.limits, megabytes: 0.001 };
    await registerIn(small, { ...small.deps, limits });
    expect(small.report('mine').message).toContain('Set "engine.modelMegabytes" to 1 or more');
    const slow = folder();
    await registerIn(slow, { ...slow.deps, limits: { ...slow.deps.limits, chunkTimeoutSeconds: 1e-9 } });
    expect(slow.report('mine').message).toContain('Set "engine.chunkSeconds" lower');
  });

  it('refuses what is no JSON, and names that no key and record can carry', async () => {
    const models = folder();
    await models.drop('mine', HALVES, '{');
    expect(models.report('mine').message).toContain('The sidecar file is not JSON');
    await models.drop('My Model', HALVES, sidecarOf(HALVES));
    expect(models.report('My Model').message).toContain('Rename both files.');
    expect(await models.serving()).toEqual([]);
  });

  it('waits for the second of two files, and forgets a model that loses one', async () => {
    const models = folder();
    await models.drop('mine', HALVES, undefined);
    expect(models.report('mine')).toMatchObject({
      verdict: 'incomplete',
      message: 'A model is two files. Put models/mine.json beside this one.',
    });
    await models.drop('mine', HALVES, sidecarOf(HALVES));
    expect(await models.serving()).toEqual(['mine']);
    await models.drop('mine', undefined, sidecarOf(HALVES));
    expect(models.report('mine').message).toContain('models/mine.onnx');
    expect(await models.serving()).toEqual([]);
    await models.drop('mine', undefined, undefined);
    expect(models.hasReport('mine')).toBe(false);
  });

  it('does nothing a second time for the same files, and looks anew at others', async () => {
    const models = folder();
    await models.drop('mine', HALVES, sidecarOf(HALVES));
    const { length } = models.puts;
    await registerModel(models.deps, 'mine');
    expect(models.puts).toHaveLength(length);
    await models.drop('mine', HALVES, sidecarOf(HALVES, { name: 'Another name' }));
    expect(models.report('mine').name).toBe('Another name');
  });

  it('refuses another file under the digits of a model that it has loaded', async () => {
    const models = folder();
    await models.drop('mine', HALVES, sidecarOf(HALVES));
    await models.drop('mine', MIX, sidecarOf(HALVES));
    expect(models.report('mine').message).toContain('it is damaged, or another one.');
    expect(await models.serving()).toEqual([]);
  });

  it('lets the look have the word that began last', async () => {
    const models = folder();
    await models.registry.begin('mine', 'first');
    await models.registry.begin('mine', 'second');
    const model = { file: 'mine', sidecar: (await registered(models)).sidecar };
    await models.registry.begin('mine', 'third');
    expect(await models.registry.settle('mine', 'second', { files: {}, model })).toBe(false);
    expect(await models.serving()).toEqual([]);
    expect(await models.registry.settle('mine', 'third', { files: {}, model })).toBe(true);
    expect(await models.serving()).toEqual(['mine']);
  });
});

describe('fileOfKey', () => {
  it('finds the model of both files, and none of its report or of anything else', () => {
    expect(fileOfKey('models/mine.onnx')).toBe('mine');
    expect(fileOfKey('models/mine.json')).toBe('mine');
    for (const key of ['models/mine.report.json', 'models/notes.txt', 'models/', 'work/mine.json']) {
      expect(fileOfKey(key)).toBeUndefined();
    }
  });
});

describe('what a registered model offers', () => {
  it('is told under its own name, with source and licence, for the options that it serves', async () => {
    const serves = [{ sep_type: 40, standing: 'exact', options: { add_opt1: [29, '5'] } }];
    const [offer] = offersOfModel(await registered(folder(), { serves }));
    expect(offer).toMatchObject({ sepType: 40, standing: 'exact', algorithm: 'Halves of the mix' });
    expect(offer?.description).toMatch(
      /Source: written for a test. Licence: MIT. It is taken only with add_opt1 set to 29 or 5\.$/,
    );
    expect(offersOfModel(await registered(folder()))[0]?.description).toMatch(/Licence: MIT\.$/);
    expect(offer?.stems({})).toEqual([
      { label: 'Vocals', name: 'vocals' },
      { label: 'Other', name: 'other' },
    ]);
    expect(offer?.problem?.({ add_opt1: '29' })).toBeUndefined();
    expect(offer?.problem?.({ add_opt1: '1' })).toBe(
      'The model "Halves of the mix" of this server does type 40 only with add_opt1 set to 29 or 5.',
    );
  });

  it('separates with the bytes that were registered, and with no others', async () => {
    const models = folder();
    const [offer] = offersOfModel(await registered(models));
    if (offer?.model === undefined) throw new Error('expected a model');
    const mix = [new Float32Array(30_000).fill(0.5), new Float32Array(30_000).fill(-0.5)] as const;
    const order = { sepType: 40, options: {} };
    const [vocals] = await openOperatorModel(models.deps.s3, 'bucket', offer.model).separate(mix, order);
    expect(vocals?.[0][15_000]).toBeCloseTo(0.25, 5);
    const other = { ...offer.model, sha256: 'f'.repeat(64) };
    const replaced = openOperatorModel(models.deps.s3, 'bucket', other);
    await expect(replaced.separate(mix, order)).rejects.toThrow(ModelGone);
    const gone = openOperatorModel(models.deps.s3, 'bucket', { ...other, file: 'gone' });
    await expect(gone.separate(mix, order)).rejects.toThrow('Create it again.');
  });
});

/** What two files of the same type are made of. */
function serving(...stems: object[]) {
  const named = stems.map((stem) => ({ label: 'A', name: 'a', of: ['vocals'], ...stem }));
  return { serves: [{ sep_type: 40, stems: named }] };
}

async function registerIn(models: ReturnType<typeof folder>, deps: Parameters<typeof registerModel>[0]) {
  await models.drop('mine', HALVES, undefined);
  const Body = Buffer.from(JSON.stringify(sidecarOf(HALVES)));
  models.objects.set('models/mine.json', Body);
  await registerModel(deps, 'mine');
}

async function registered(models: ReturnType<typeof folder>, fields: object = {}) {
  await models.drop('mine', HALVES, sidecarOf(HALVES, { ...fields }));
  const [model] = await models.registry.registered();
  if (model === undefined) throw new Error(models.report('mine').message);
  return model;
}
