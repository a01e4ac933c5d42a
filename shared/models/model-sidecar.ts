import * as z from 'zod';
import {
  demucsHybridFields,
  type ModelNetwork,
  mdxFields,
  networkProblem,
  spectrogramMaskFields,
  waveformFields,
} from './model-network.ts';

/** What a file name may end with. */
const stemName = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9_-]{0,39}$/,
    'use up to 40 lower-case letters, digits, dashes and underscores, beginning with a letter or digit',
  );

/** One file that a user gets. */
const outputStem = z.strictObject({
  /** What `get` calls it. */
  label: z.string().min(1).max(60),
  /** What its file name ends with. */
  name: stemName,
  /** The stems of the model that are added up to it, or the mix minus all other files. By default the stem `name`. */
  of: z.union([z.array(stemName).min(1), z.literal('rest')]).optional(),
});

const optionChoice = z
  .array(z.union([z.string(), z.int()]).transform(String))
  .min(1)
  .max(50);

/** One separation type that the model serves. */
const servedType = z.strictObject({
  sep_type: z.int().min(0),
  /** For which values of its options; for all of them where none are named. */
  options: z
    .strictObject({
      add_opt1: optionChoice.optional(),
      add_opt2: optionChoice.optional(),
      add_opt3: optionChoice.optional(),
      add_opt4: optionChoice.optional(),
    })
    .default({}),
  /** `exact` claims that it is the very model that the type, with these options, names at the service. */
  standing: z.enum(['exact', 'substitute', 'approximate']).default('substitute'),
  /** The files that users get; all stems of the model by default. */
  stems: z.array(outputStem).min(1).max(16).optional(),
});

const common = {
  /** What users read as `algorithm`. */
  name: z.string().trim().min(1).max(120),
  description: z.string().max(1_000).default(''),
  sampleRate: z.literal(
    44_100,
    'this Engine separates at 44100 samples a second: take an export for that rate',
  ),
  /** What the model puts out, in its order. */
  stems: z.array(stemName).min(1).max(16),
  serves: z.array(servedType).min(1).max(50),
  sha256: z
    .string()
    .regex(/^[0-9a-fA-F]{64}$/, 'give the 64 hexadecimal digits that sha256sum prints for the ONNX file')
    .toLowerCase(),
  /** Under which terms its makers gave it away, and where it is from: users read both. */
  licence: z.string().min(1).max(200),
  source: z.string().min(1).max(500),
};

/** What an operator says of a model, in the JSON file beside it. */
export const modelSidecar = z
  .discriminatedUnion('adapter', [
    z.strictObject({ ...common, ...waveformFields }),
    z.strictObject({ ...common, ...demucsHybridFields }),
    z.strictObject({ ...common, ...mdxFields }),
    z.strictObject({ ...common, ...spectrogramMaskFields }),
  ])
  .superRefine((sidecar, context) => {
    for (const [path, message] of problemsOf(sidecar)) context.addIssue({ code: 'custom', path, message });
  });

export type ModelSidecar = z.infer<typeof modelSidecar>;
export type ServedType = ModelSidecar['serves'][number];

type Problem = [path: (string | number)[], message: string];

/** What the parts of a sidecar say against each other. */
function problemsOf(sidecar: Pick<ModelSidecar, 'stems' | 'serves'> & ModelNetwork): Problem[] {
  const problems: Problem[] = [];
  const { stems, serves } = sidecar;
  if (new Set(stems).size < stems.length) problems.push([['stems'], 'name every stem only once']);
  if (sidecar.adapter === 'mdx' && stems.length > 1) {
    problems.push([['stems'], 'an MDX-Net puts out one stem: name it, and get the other as "of": "rest"']);
  }
  const wrong = networkProblem(sidecar);
  if (wrong !== undefined) problems.push([[wrong.field], wrong.sentence]);
  for (const [place, served] of serves.entries()) {
    for (const [path, message] of outputProblems(served, stems)) {
      problems.push([['serves', place, 'stems', ...path], message]);
    }
  }
  return problems;
}

function outputProblems({ stems: outputs = [] }: ServedType, stems: readonly string[]): Problem[] {
  const problems: Problem[] = [];
  if (new Set(outputs.map(({ name }) => name)).size < outputs.length) {
    problems.push([[], 'give every stem a name of its own']);
  }
  const rests = outputs.filter(({ of }) => of === 'rest').length;
  if (rests > 1) problems.push([[], 'only one stem can be the rest']);
  if (rests === 1 && outputs.length === 1) {
    problems.push([[], 'the rest is the mix minus all others: name what it lacks as another stem']);
  }
  for (const [place, { name, of = [name] }] of outputs.entries()) {
    const unknown = of === 'rest' ? [] : of.filter((stem) => !stems.includes(stem));
    if (unknown.length > 0) {
      problems.push([[place, 'of'], `the model has no stem ${unknown.join(', ')}, only ${stems.join(', ')}`]);
    }
  }
  return problems;
}
