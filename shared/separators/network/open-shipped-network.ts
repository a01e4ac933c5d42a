import { loadOnnxModel } from '../../onnx/onnx-model.ts';
import { readBesideBundle } from '../../onnx/read-beside-bundle.ts';
import type { MaskNetwork } from './mask-network.ts';
import type { NetworkCard } from './network-card.ts';

/** The networks of this repository: the one that takes songs apart, and the one that takes drum kits apart. */
type ShippedNetwork = 'separator' | 'kit';

const networks = new Map<ShippedNetwork, Promise<MaskNetwork>>();

/**
 * A network of this repository, loaded once in a process; it lies beside the bundle of the function that runs it.
 *
 * @throws UnusableModel when it is not the file that its card speaks of
 */
export function openShippedNetwork(
  card: NetworkCard,
  name: ShippedNetwork = 'separator',
): Promise<MaskNetwork> {
  const network = networks.get(name) ?? load(card, `${name}.onnx`);
  networks.set(name, network);
  return network;
}

async function load(card: NetworkCard, file: string): Promise<MaskNetwork> {
  const bytes = await readBesideBundle(file, () => new URL(`./model/${file}`, import.meta.url));
  return { card, model: await loadOnnxModel(bytes, card.sha256) };
}
