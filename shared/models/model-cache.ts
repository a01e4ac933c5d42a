import { loadNativeModel } from '../onnx/load-native-model.ts';
import { loadOnnxModel, type OnnxModel } from '../onnx/onnx-model.ts';

/** What runs a model. */
export type ModelRuntime = 'native' | 'webassembly';

export interface LoadedModel {
  readonly network: OnnxModel;
  readonly runtime: ModelRuntime;
}

/**
 * Keeps the model that was used last loaded, as long as the process is warm. One and no more: a model takes several
 * times the bytes of its file.
 */
export class ModelCache {
  #kept: { readonly sha256: string; readonly loading: Promise<LoadedModel> } | undefined;

  /**
   * The model of a SHA-256, loaded by the native runtime where there is one, else by WebAssembly.
   *
   * @param read what answers its bytes, and makes sure that they are the right ones; called when it is not loaded.
   * @throws UnusableModel, and what `read` throws
   */
  async load(sha256: string, read: () => Promise<Uint8Array>): Promise<LoadedModel> {
    if (this.#kept?.sha256 === sha256) return this.#kept.loading;
    const before = this.#kept;
    const loading = replace(before?.loading, read);
    const kept = { sha256, loading };
    this.#kept = kept;
    loading.catch(() => {
      if (this.#kept === kept) this.#kept = undefined;
    });
    return loading;
  }
}

async function replace(
  before: Promise<LoadedModel> | undefined,
  read: () => Promise<Uint8Array>,
): Promise<LoadedModel> {
  // One that could not be loaded takes no memory.
  const old = await before?.catch(() => undefined);
  await old?.network.release();
  const bytes = await read();
  const native = await loadNativeModel(bytes);
  if (native !== undefined) return { network: native, runtime: 'native' };
  return { network: await loadOnnxModel(bytes), runtime: 'webassembly' };
}
