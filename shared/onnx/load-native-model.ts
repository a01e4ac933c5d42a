import { modelOfSession } from './model-of-session.ts';
import { nativeOnnxRuntime } from './native-onnx-runtime.ts';
import type { OnnxModel } from './onnx-model.ts';

/**
 * Loads a network by the native runtime, several times as fast as WebAssembly.
 *
 * @returns undefined where the operator has not installed it.
 * @throws UnusableModel for a file that cannot be run
 */
export async function loadNativeModel(bytes: Uint8Array): Promise<OnnxModel | undefined> {
  const runtime = nativeOnnxRuntime();
  if (runtime === undefined) return undefined;
  return modelOfSession(runtime, () =>
    runtime.InferenceSession.create(bytes, { graphOptimizationLevel: 'all', logSeverityLevel: 4 }),
  );
}
