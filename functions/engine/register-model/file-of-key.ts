import { modelKeys } from '../../../shared/models/model-keys.ts';

/**
 * Which model a key belongs to: its file's name without an ending, whether it is the network or the sidecar file.
 *
 * @returns undefined for everything else, the reports among it: writing one must not begin another look.
 */
export function fileOfKey(key: string): string | undefined {
  if (!key.startsWith(modelKeys.prefix) || key.endsWith('.report.json')) return undefined;
  return /^(.+)\.(?:onnx|json)$/.exec(key.slice(modelKeys.prefix.length))?.[1];
}
