import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadOnnxModel } from '../../../shared/onnx/onnx-model.ts';
import type { MaskNetwork } from '../../../shared/separators/network/mask-network.ts';
import { networkCard } from '../../../shared/separators/network/network-card.ts';

/** The network of a folder, by what its files are called. */
export async function openBenchNetwork(folder: string, name: 'separator' | 'kit'): Promise<MaskNetwork> {
  const card = networkCard.parse(JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')));
  return { card, model: await loadOnnxModel(readFileSync(join(folder, `${name}.onnx`)), card.sha256) };
}
