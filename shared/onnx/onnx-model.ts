import { createHash } from 'node:crypto';
import { InferenceSession, Tensor } from 'onnxruntime-web/wasm';
import { UnusableModel } from '../errors/unusable-model.ts';
import { loadOnnxRuntime } from './load-onnx-runtime.ts';
import { modelOfSession } from './model-of-session.ts';

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
  return modelOfSession({ InferenceSession, Tensor }, () =>
    InferenceSession.create(bytes, {
      executionProviders: ['wasm'],
      graphOptimizationLevel: 'all',
      // What goes wrong is thrown; the log says nothing more.
      logSeverityLevel: 4,
    }),
  );
}

function checkSum(bytes: Uint8Array, expected: string | undefined): void {
  if (expected === undefined) return;
  const found = createHash('sha256').update(bytes).digest('hex');
  if (found === expected.toLowerCase()) return;
  throw new UnusableModel(
    `The ONNX file has the SHA-256 ${found}, not ${expected}: it is damaged, or another one. Put the right file there.`,
  );
}
