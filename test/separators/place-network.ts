import { createHash } from 'node:crypto';
import { loadOnnxModel } from '../../shared/onnx/onnx-model.ts';
import { writeOnnx } from '../../shared/onnx/write-onnx.ts';
import type { MaskNetwork } from '../../shared/separators/network/mask-network.ts';
import type { NetworkCard } from '../../shared/separators/network/network-card.ts';

const SIZE = 4096;
const LINEAR_BANDS = 192;
const LOGARITHMIC_BANDS = 96;
const BANDS = LINEAR_BANDS + LOGARITHMIC_BANDS;
const GROUP = 8;

/** Frames that a frame is smoothed with on each side, before the groups. */
const REACH = 2;

/** How sharply it decides: a difference of 20 dB tells sources apart beyond doubt. */
const SHARPNESS = 8;

/**
 * A network that tells sounds apart by their place, so that what it must answer is known: the left is its drums, the
 * right its bass, what is opposite on both sides the other instruments, and the middle its voice. Like one that was
 * trained it looks at frames nearby, and at groups of eight frames together.
 */
const file = writeOnnx({
  inputs: [{ name: 'feat', shape: [1, 4, 'frames', BANDS] }],
  outputs: [{ name: 'mask', shape: [1, 4, 2, 'frames', BANDS] }],
  constants: [
    { name: 'place', shape: [8, 4, 2 * REACH + 1, 1], data: placeWeights() },
    { name: 'spread', shape: [8, 1, GROUP, 1], data: new Float32Array(8 * GROUP).fill(1) },
    { name: 'shape', shape: [5], data: BigInt64Array.of(1n, 4n, 2n, -1n, BigInt(BANDS)) },
  ],
  nodes: [
    {
      operator: 'Conv',
      inputs: ['feat', 'place'],
      outputs: ['near'],
      attributes: { kernel_shape: [2 * REACH + 1, 1], pads: [REACH, 0, REACH, 0] },
    },
    {
      operator: 'AveragePool',
      inputs: ['near'],
      outputs: ['grouped'],
      attributes: { kernel_shape: [GROUP, 1], strides: [GROUP, 1] },
    },
    {
      operator: 'ConvTranspose',
      inputs: ['grouped', 'spread'],
      outputs: ['wide'],
      attributes: { kernel_shape: [GROUP, 1], strides: [GROUP, 1], group: 8 },
    },
    { operator: 'Add', inputs: ['near', 'wide'], outputs: ['both'] },
    { operator: 'Reshape', inputs: ['both', 'shape'], outputs: ['scores'] },
    { operator: 'Softmax', inputs: ['scores'], outputs: ['mask'], attributes: { axis: 1 } },
  ],
});

/** For each source and channel what left, right, middle and side count. */
function placeWeights(): Float32Array {
  const sources = [
    [1, -1, 0, 0],
    [-1, 1, 0, 0],
    [0, 0, -1, 1],
    [0, 0, 1, -1],
  ];
  const frames = 2 * REACH + 1;
  return Float32Array.from(
    sources
      .flatMap((signals) => [...signals, ...signals])
      .flatMap((weight) => Array(frames).fill((SHARPNESS * weight) / frames)),
  );
}

/** Edges as the training lays them: as even as whole bins allow. */
function edges(): number[] {
  const last = SIZE / 2 + 1;
  const exact = Array.from(
    { length: LOGARITHMIC_BANDS + 1 },
    (_, index) => LINEAR_BANDS * (last / LINEAR_BANDS) ** (index / LOGARITHMIC_BANDS),
  );
  return exact.map(Math.round);
}

/** What is to know of it. */
export const placeCard: NetworkCard = {
  name: 'Network of places',
  sha256: createHash('sha256').update(file).digest('hex'),
  size: SIZE,
  hop: SIZE / 2,
  group: GROUP,
  contextFrames: GROUP + REACH,
  linearBands: LINEAR_BANDS,
  edges: edges(),
  sources: ['drums', 'bass', 'other', 'vocals'],
  quality: { vocals: 8.04, instrumental: 7.5, speech: 10 },
};

let network: Promise<MaskNetwork> | undefined;

/** The network, loaded once. */
export function placeNetwork(): Promise<MaskNetwork> {
  network ??= loadOnnxModel(file, placeCard.sha256).then((model) => ({ card: placeCard, model }));
  return network;
}
