import { createHash } from 'node:crypto';
import { InferenceSession, Tensor } from 'onnxruntime-web/wasm';
import { UnusableModel } from '../errors/unusable-model.ts';
import { loadOnnxRuntime } from './load-onnx-runtime.ts';

/** An array of numbers in any number of dimensions, the last one running fastest. */
export interface OnnxTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** What goes into a network, or comes out of it, as its file declares it. */
export interface OnnxPort {
  readonly name: string;
  /** What its numbers are; only `float32` can be run. */
  readonly type: string;
  /** How long each dimension is; a name stands for any length. Empty when the file does not say. */
  readonly shape: readonly (number | string)[];
}

/** A network that is loaded and ready to run, whatever runs it. */
export interface OnnxModel {
  readonly inputs: readonly OnnxPort[];
  readonly outputs: readonly OnnxPort[];
  /**
   * Runs the network once. Runs of one model may not overlap: await each.
   *
   * @param inputs a tensor for each of `inputs`, by its name
   * @returns all of `outputs`, by their names
   * @throws UnusableModel when the tensors do not fit, or the network cannot be computed
   */
  run(inputs: Readonly<Record<string, OnnxTensor>>): Promise<ReadonlyMap<string, OnnxTensor>>;
  /** Gives the memory back. The model cannot be run any more. */
  release(): Promise<void>;
}

/**
 * Loads a network from the bytes of its ONNX file, to be run by WebAssembly on the thread that calls: no process
 * and no worker is left behind. A process loads what it uses again and again only once.
 *
 * @param sha256 what the bytes must have as their SHA-256, in hexadecimal
 * @throws UnusableModel for other bytes than expected, and for a file that cannot be run
 */
export async function loadOnnxModel(bytes: Uint8Array, sha256?: string): Promise<OnnxModel> {
  checkSum(bytes, sha256);
  await loadOnnxRuntime();
  const session = await attempt('The ONNX file cannot be loaded', () =>
    InferenceSession.create(bytes, {
      executionProviders: ['wasm'],
      graphOptimizationLevel: 'all',
      // What goes wrong is thrown; the log says nothing more.
      logSeverityLevel: 4,
    }),
  );
  return {
    inputs: session.inputMetadata.map(portOf),
    outputs: session.outputMetadata.map(portOf),
    run: (inputs) => attempt('The network cannot be run', () => run(session, inputs)),
    release: () => session.release(),
  };
}

function checkSum(bytes: Uint8Array, expected: string | undefined): void {
  if (expected === undefined) return;
  const found = createHash('sha256').update(bytes).digest('hex');
  if (found === expected.toLowerCase()) return;
  throw new UnusableModel(
    `The ONNX file has the SHA-256 ${found}, not ${expected}: it is damaged, or another one. Put the right file there.`,
  );
}

function portOf(metadata: InferenceSession.ValueMetadata): OnnxPort {
  if (!metadata.isTensor) return { name: metadata.name, type: 'no tensor', shape: [] };
  return { name: metadata.name, type: metadata.type, shape: metadata.shape };
}

async function run(
  session: InferenceSession,
  inputs: Readonly<Record<string, OnnxTensor>>,
): Promise<ReadonlyMap<string, OnnxTensor>> {
  const feeds = Object.entries(inputs).map(([name, { data, shape }]): [string, Tensor] => [
    name,
    new Tensor('float32', data, shape),
  ]);
  const results = await session.run(Object.fromEntries(feeds));
  return new Map(Object.entries(results).map(([name, tensor]) => [name, ofFloats(name, tensor)]));
}

function ofFloats(name: string, { data, dims }: InferenceSession.ReturnType[string]): OnnxTensor {
  if (!(data instanceof Float32Array)) throw new TypeError(`its output ${name} does not hold 32-bit floats`);
  return { data, shape: dims };
}

async function attempt<T>(what: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UnusableModel(`${what}: ${reason}.`, error);
  }
}
