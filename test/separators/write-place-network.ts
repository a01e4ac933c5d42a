import { writeOnnx } from '../../shared/onnx/write-onnx.ts';
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

/** By how much a source falls behind in bands that are not its own: far more than any two places differ. */
const NOT_ITS_BAND = -1000;

/** Where a source of the network is to be heard. */
export interface PlacedSource {
  readonly source: NetworkCard['sources'][number];
  readonly place: keyof typeof SIGNALS;
  /** From this band on and up to that one, if not everywhere. */
  readonly bands?: readonly [number, number];
}

/** What left, right, middle and side count for each place. */
const SIGNALS = {
  left: [1, -1, 0, 0],
  right: [-1, 1, 0, 0],
  side: [0, 0, -1, 1],
  middle: [0, 0, 1, -1],
} as const;

/**
 * A network that tells sounds apart by their place, so that what it must answer is known. Like one that was trained it
 * looks at frames nearby, and at groups of eight frames together.
 */
export function writePlaceNetwork(sources: readonly PlacedSource[]): Uint8Array {
  const rows = 2 * sources.length;
  return writeOnnx({
    inputs: [{ name: 'feat', shape: [1, 4, 'frames', BANDS] }],
    outputs: [{ name: 'mask', shape: [1, sources.length, 2, 'frames', BANDS] }],
    constants: [
      { name: 'place', shape: [rows, 4, 2 * REACH + 1, 1], data: placeWeights(sources) },
      { name: 'spread', shape: [rows, 1, GROUP, 1], data: new Float32Array(rows * GROUP).fill(1) },
      {
        name: 'shape',
        shape: [5],
        data: BigInt64Array.of(1n, BigInt(sources.length), 2n, -1n, BigInt(BANDS)),
      },
      { name: 'pitch', shape: [1, sources.length, 1, 1, BANDS], data: bandWeights(sources) },
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
        attributes: { kernel_shape: [GROUP, 1], strides: [GROUP, 1], group: rows },
      },
      { operator: 'Add', inputs: ['near', 'wide'], outputs: ['both'] },
      { operator: 'Reshape', inputs: ['both', 'shape'], outputs: ['placed'] },
      { operator: 'Add', inputs: ['placed', 'pitch'], outputs: ['scores'] },
      { operator: 'Softmax', inputs: ['scores'], outputs: ['mask'], attributes: { axis: 1 } },
    ],
  });
}

/** What its card says of its layout. */
export const PLACE_LAYOUT = {
  size: SIZE,
  hop: SIZE / 2,
  group: GROUP,
  contextFrames: GROUP + REACH,
  linearBands: LINEAR_BANDS,
  edges: edges(),
};

function placeWeights(sources: readonly PlacedSource[]): Float32Array {
  const frames = 2 * REACH + 1;
  return Float32Array.from(
    sources
      .flatMap(({ place }) => [...SIGNALS[place], ...SIGNALS[place]])
      .flatMap((weight) => Array(frames).fill((SHARPNESS * weight) / frames)),
  );
}

function bandWeights(sources: readonly PlacedSource[]): Float32Array {
  return Float32Array.from(
    sources.flatMap(({ bands: [from, to] = [0, BANDS] }) =>
      Array.from({ length: BANDS }, (_, band) => (band >= from && band < to ? 0 : NOT_ITS_BAND)),
    ),
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
