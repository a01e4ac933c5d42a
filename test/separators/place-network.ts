import { createHash } from 'node:crypto';
import { loadOnnxModel } from '../../shared/onnx/onnx-model.ts';
import type { MaskNetwork } from '../../shared/separators/network/mask-network.ts';
import type { NetworkCard } from '../../shared/separators/network/network-card.ts';
import { PLACE_LAYOUT, writePlaceNetwork } from './write-place-network.ts';

/** The left is its drums, the right its bass, what is opposite on both sides the other instruments, the middle its voice. */
const file = writePlaceNetwork([
  { source: 'drums', place: 'left' },
  { source: 'bass', place: 'right' },
  { source: 'other', place: 'side' },
  { source: 'vocals', place: 'middle' },
]);

/** What is to know of a network that tells the sources of songs apart by their place. */
export const placeCard: NetworkCard = {
  ...PLACE_LAYOUT,
  name: 'Network of places',
  sha256: createHash('sha256').update(file).digest('hex'),
  sources: ['drums', 'bass', 'other', 'vocals'],
  quality: { vocals: 8.04, instrumental: 7.5, speech: 10 },
};

let network: Promise<MaskNetwork> | undefined;

/** The network, loaded once. */
export function placeNetwork(): Promise<MaskNetwork> {
  network ??= loadOnnxModel(file, placeCard.sha256).then((model) => ({ card: placeCard, model }));
  return network;
}
