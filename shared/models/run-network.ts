import { UnusableModel } from '../errors/unusable-model.ts';
import type { OnnxModel, OnnxPort } from '../onnx/onnx-model.ts';
import type { ModelAdapter } from './model-adapter.ts';

type Shapes = Pick<ModelAdapter, 'inputShapes' | 'outputShapes'>;

/**
 * Runs a network.
 *
 * @param data of each input, in the order of its shapes.
 * @returns what each output holds, in the order of their shapes.
 * @throws UnusableModel when what comes out has another shape than the adapter expects, or is not a number.
 */
export async function runNetwork(
  model: OnnxModel,
  { inputShapes, outputShapes }: Shapes,
  data: readonly Float32Array[],
): Promise<Float32Array[]> {
  const tensors = inputShapes.map((shape, at) => {
    const { name } = portOf('input', model.inputs, shape, inputShapes);
    return [name, { data: data[at] ?? new Float32Array(), shape }] as const;
  });
  const answers = await model.run(Object.fromEntries(tensors));
  return outputShapes.map((expected) => {
    const answer = answers.get(portOf('output', model.outputs, expected, outputShapes).name);
    if (answer === undefined || !fitsOutput(answer.shape, expected)) {
      throw new UnusableModel(
        `The model answers ${shown(answer?.shape ?? [])} where ${shown(expected)} was expected. ` +
          'Do "stems" and the lengths in the sidecar belong to this model?',
      );
    }
    if (!answer.data.every(Number.isFinite)) {
      throw new UnusableModel(
        'The model answers values that are no numbers (NaN or infinite): it is broken.',
      );
    }
    return answer.data;
  });
}

/**
 * Checks what a file declares of its network against what its adapter will do with it. Lengths that the file leaves
 * open fit everything.
 *
 * @throws UnusableModel
 */
export function requireFit(model: OnnxModel, { inputShapes, outputShapes }: Shapes): void {
  for (const shape of inputShapes) requirePort('input', model.inputs, shape, inputShapes);
  for (const shape of outputShapes) requirePort('output', model.outputs, shape, outputShapes);
}

type Side = 'input' | 'output';

/** The port that an adapter means by one of its shapes: of several, the one with as many dimensions. */
function portOf(
  side: Side,
  ports: readonly OnnxPort[],
  expected: readonly number[],
  all: Shapes['inputShapes'],
): OnnxPort {
  const [port] = all.length === 1 ? ports : ports.filter(({ shape }) => shape.length === expected.length);
  if (port !== undefined && ports.length === all.length) return port;
  const names = ports.map(({ name, shape }) => `${name} ${shown(shape)}`).join(', ');
  throw new UnusableModel(
    `The model has ${ports.length} ${side}s (${names}); this adapter takes models with ${all.map(shown).join(' and ')}. ` +
      'Choose another "adapter", or take another export.',
  );
}

function requirePort(
  side: Side,
  ports: readonly OnnxPort[],
  expected: readonly number[],
  all: Shapes['inputShapes'],
): void {
  const port = portOf(side, ports, expected, all);
  if (port.type !== 'float32') {
    throw new UnusableModel(
      `The ${side} "${port.name}" of the model is ${port.type}; only float32 can be run. Take an export in float32.`,
    );
  }
  const agrees = side === 'input' ? fits : fitsOutput;
  if (port.shape.length === 0 || agrees(port.shape, expected)) return;
  throw new UnusableModel(
    `The ${side} "${port.name}" of the model has the shape ${shown(port.shape)}; with this sidecar it is ` +
      `${shown(expected)}. Put right "adapter", "stems" or the lengths in the sidecar.`,
  );
}

function fits(shape: readonly (number | string)[], expected: readonly number[]): boolean {
  return (
    shape.length === expected.length &&
    shape.every((length, at) => typeof length === 'string' || length < 0 || length === expected[at])
  );
}

/** Many exports of a single stem leave its dimension out; the numbers lie in the same order. */
function fitsOutput(shape: readonly (number | string)[], expected: readonly number[]): boolean {
  return fits(shape, expected) || (expected[1] === 1 && fits(shape, expected.toSpliced(1, 1)));
}

function shown(shape: readonly (number | string)[]): string {
  return `[${shape.join(', ')}]`;
}
