import { createRequire } from 'node:module';
import type * as web from 'onnxruntime-web/wasm';
import { UnusableModel } from '../errors/unusable-model.ts';
import type { OnnxRuntime } from './model-of-session.ts';

/** What an operator may install beside the functions; it is no dependency of ours, for it is large and not portable. */
const PACKAGE = 'onnxruntime-node';

/**
 * The native runtime where the operator has installed it: in a `node_modules` above the function, or in a layer. It
 * is looked for when it is needed, as CommonJS, because only that looks in layers.
 *
 * @param load what loads a package by its name.
 * @returns undefined when it is not installed.
 * @throws UnusableModel when it is, but not for this machine.
 */
export function nativeOnnxRuntime(
  load: (name: string) => unknown = createRequire(import.meta.url),
): OnnxRuntime | undefined {
  try {
    const runtime = load(PACKAGE);
    if (isRuntime(runtime)) return runtime;
  } catch (error) {
    if (isMissing(error)) return undefined;
    const reason = error instanceof Error ? error.message : String(error);
    throw new UnusableModel(
      `${PACKAGE} is installed, but cannot be loaded: ${reason}. Install it for this platform, or take it away.`,
      error,
    );
  }
  throw new UnusableModel(
    `What is installed as ${PACKAGE} is something else. Install it anew, or take it away.`,
  );
}

function isRuntime(value: unknown): value is Pick<typeof web, 'InferenceSession' | 'Tensor'> {
  return typeof value === 'object' && value !== null && 'InferenceSession' in value && 'Tensor' in value;
}

/** Not one of the packages that it needs, but itself. */
function isMissing(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith(`Cannot find module '${PACKAGE}'`);
}
