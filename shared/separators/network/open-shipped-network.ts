import { loadOnnxModel } from '../../onnx/onnx-model.ts';
import { readBesideBundle } from '../../onnx/read-beside-bundle.ts';
import type { MaskNetwork } from './mask-network.ts';
import type { NetworkCard } from './network-card.ts';

const NETWORK_FILE = 'separator.onnx';

let network: Promise<MaskNetwork> | undefined;

/**
 * The network of this repository, loaded once in a process; it lies beside the bundle of the function that runs it.
 *
 * @throws UnusableModel when it is not the file that its card speaks of
 */
export function openShippedNetwork(card: NetworkCard): Promise<MaskNetwork> {
  network ??= load(card);
  return network;
}

async function load(card: NetworkCard): Promise<MaskNetwork> {
  const bytes = await readBesideBundle(
    NETWORK_FILE,
    () => new URL(`./model/${NETWORK_FILE}`, import.meta.url),
  );
  return { card, model: await loadOnnxModel(bytes, card.sha256) };
}
