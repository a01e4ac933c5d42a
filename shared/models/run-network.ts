import { UnusableModel } from '../errors/unusable-model.ts';
import type { OnnxModel, OnnxPort } from '../onnx/onnx-model.ts';
import type { ModelAdapter } from './model-adapter.ts';

type Shapes = Pick<ModelAdapter, 'inputShape' | 'outputShape'>;

/**
 * Runs a network that has one input and one output.
 *
 * @throws UnusableModel when what comes out has another shape than the adapter expects, or is not a number.
 */
export async function runNetwork(
  model: OnnxModel,
  { inputShape, outputShape }: Shapes,
  data: Float32Array,
): Promise<Float32Array> {
  const [input] = model.inputs;
  const [output] = model.outputs;
  if (input === undefined || output === undefined)
    throw new UnusableModel('The model has no input or output.');
  const answers = await model.run({ [input.name]: { data, shape: inputShape } });
  const answer = answers.get(output.name);
  if (answer === undefined || !fitsOutput(answer.shape, outputShape)) {
    throw new UnusableModel(
      `The model answers ${shown(answer?.shape ?? [])} where ${shown(outputShape)} was expected. ` +
        'Do "stems" and the lengths in the sidecar belong to this model?',
    );
  }
  if (!answer.data.every(Number.isFinite)) {
    throw new UnusableModel('The model answers values that are no numbers (NaN or infinite): it is broken.');
  }
  return answer.data;
}

/**
 * Checks what a file declares of its network against what its adapter will do with it. Lengths that the file leaves
 * open fit everything.
 *
 * @throws UnusableModel
 */
export function requireFit(model: OnnxModel, { inputShape, outputShape }: Shapes): void {
  requirePort('input', model.inputs, inputShape, fits);
  requirePort('output', model.outputs, outputShape, fitsOutput);
}

function requirePort(
  side: 'input' | 'output',
  ports: readonly OnnxPort[],
  expected: readonly number[],
  agrees: typeof fits,
): void {
  const [port, ...more] = ports;
  if (port === undefined || more.length > 0) {
    const names = ports.map(({ name }) => name).join(', ');
    throw new UnusableModel(
      `The model has ${ports.length} ${side}s (${names}); this adapter takes models with one. ` +
        'Take an export that does everything else outside of the network or inside of it.',
    );
  }
  if (port.type !== 'float32') {
    throw new UnusableModel(
      `The ${side} "${port.name}" of the model is ${port.type}; only float32 can be run. Take an export in float32.`,
    );
  }
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
