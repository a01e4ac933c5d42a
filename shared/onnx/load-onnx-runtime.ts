import { createRequire } from 'node:module';
import { env } from 'onnxruntime-web/wasm';
import { readBesideBundle } from './read-beside-bundle.ts';

/** The runtime as WebAssembly; it lies beside the bundle of every function that runs networks. */
const WASM_FILE = 'ort-wasm-simd-threaded.wasm';

let binary: Promise<Uint8Array> | undefined;

/**
 * Makes ready what runs networks, once in a process: a single thread, no worker, nothing in the log. The binary is
 * handed over by us, because the package does not find it beside a bundle of another name.
 */
export async function loadOnnxRuntime(): Promise<void> {
  binary ??= readBesideBundle(WASM_FILE, () =>
    createRequire(import.meta.url).resolve(`onnxruntime-web/${WASM_FILE}`),
  );
  env.logLevel = 'fatal';
  env.wasm.numThreads = 1;
  env.wasm.proxy = false;
  env.wasm.wasmBinary = await binary;
}
