import { createHash } from 'node:crypto';
import { loadOnnxModel } from '../../shared/onnx/onnx-model.ts';
import type { MaskNetwork } from '../../shared/separators/network/mask-network.ts';
import type { NetworkCard } from '../../shared/separators/network/network-card.ts';
import { PLACE_LAYOUT, type PlacedSource, writePlaceNetwork } from './write-place-network.ts';

/** The left is its kick, the right its snare, and the middle, from low to high, toms, hi-hat, ride and crash. */
const SOURCES: readonly PlacedSource[] = [
  { source: 'kick', place: 'left' },
  { source: 'snare', place: 'right' },
  { source: 'toms', place: 'middle', bands: [0, 60] },
  { source: 'hihat', place: 'middle', bands: [60, 120] },
  { source: 'ride', place: 'middle', bands: [120, 200] },
  { source: 'crash', place: 'middle', bands: [200, 288] },
];

const file = writePlaceNetwork(SOURCES);

/** What is to know of a network that tells the drums of kits apart by place and pitch. */
export const kitCard: NetworkCard = {
  ...PLACE_LAYOUT,
  name: 'Network of drums',
  sha256: createHash('sha256').update(file).digest('hex'),
  sources: SOURCES.map(({ source }) => source),
  quality: { kick: 11.96, snare: 7, cymbals: 3.1 },
};

let network: Promise<MaskNetwork> | undefined;

/** The network, loaded once. */
export function kitNetwork(): Promise<MaskNetwork> {
  network ??= loadOnnxModel(file, kitCard.sha256).then((model) => ({ card: kitCard, model }));
  return network;
}
