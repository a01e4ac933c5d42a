import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadOnnxModel } from '../../../shared/onnx/onnx-model.ts';
import type { MaskNetwork } from '../../../shared/separators/network/mask-network.ts';
import { networkCard } from '../../../shared/separators/network/network-card.ts';

/** What a network's two files are called. */
type NetworkName = 'separator' | 'kit';

/** The folder of the network that is measured: that of the networks of this repository, or `BENCH_NETWORK`. */
const { BENCH_NETWORK: FOLDER = 'shared/separators/network/model' } = process.env;

/** Why a network cannot be measured, if it cannot. */
export function networkProblem(name: NetworkName): string | undefined {
  if (existsSync(join(FOLDER, `${name}.onnx`))) return undefined;
  return `There is no ${name}.onnx in ${FOLDER}: set BENCH_NETWORK to a folder with a network.`;
}

/** The network to measure. */
export async function openBenchNetwork(name: NetworkName): Promise<MaskNetwork> {
  const card = networkCard.parse(JSON.parse(readFileSync(join(FOLDER, `${name}.json`), 'utf8')));
  return { card, model: await loadOnnxModel(readFileSync(join(FOLDER, `${name}.onnx`)), card.sha256) };
}
