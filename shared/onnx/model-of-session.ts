import type * as web from 'onnxruntime-web/wasm';
import { UnusableModel } from '../errors/unusable-model.ts';
import type { OnnxModel, OnnxPort, OnnxTensor } from './onnx-model.ts';

/** What runs networks: the same interface whether it is WebAssembly or native. */
export type OnnxRuntime = Pick<typeof web, 'InferenceSession' | 'Tensor'>;

/** What the runtimes say of weights in a file beside the ONNX file, where exporters of today put them. */
const EXTERNAL_WEIGHTS = /external (?:data|tensor|initializer)|model_path must not be empty/i;
const ONE_FILE =
  'Its weights lie in another file. Make one of both, in Python with onnx.save_model(onnx.load("model.onnx"), "one.onnx").';

/** A network that a runtime has loaded. @throws UnusableModel when it cannot be loaded. */
export async function modelOfSession(
  { Tensor }: OnnxRuntime,
  load: () => Promise<web.InferenceSession>,
): Promise<OnnxModel> {
  const session = await attempt('The ONNX file cannot be loaded', load);
  const run = async (inputs: Readonly<Record<string, OnnxTensor>>) => {
    const feeds = Object.entries(inputs).map(([name, { data, shape }]): [string, web.Tensor] => [
      name,
      new Tensor('float32', data, shape),
    ]);
    const results = await session.run(Object.fromEntries(feeds));
    return new Map(Object.entries(results).map(([name, tensor]) => [name, ofFloats(name, tensor)]));
  };
  return {
    inputs: session.inputMetadata.map(portOf),
    outputs: session.outputMetadata.map(portOf),
    run: (inputs) => attempt('The network cannot be run', () => run(inputs)),
    release: () => session.release(),
  };
}

function portOf(metadata: web.InferenceSession.ValueMetadata): OnnxPort {
  if (!metadata.isTensor) return { name: metadata.name, type: 'no tensor', shape: [] };
  return { name: metadata.name, type: metadata.type, shape: metadata.shape };
}

function ofFloats(name: string, { data, dims }: web.InferenceSession.ReturnType[string]): OnnxTensor {
  if (!(data instanceof Float32Array)) throw new TypeError(`its output ${name} does not hold 32-bit floats`);
  return { data, shape: dims };
}

async function attempt<T>(what: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    const reason = (error instanceof Error ? error.message : String(error)).replace(/[\s.]+$/, '');
    const advice = EXTERNAL_WEIGHTS.test(reason) ? ` ${ONE_FILE}` : '';
    throw new UnusableModel(`${what}: ${reason}.${advice}`, error);
  }
}
