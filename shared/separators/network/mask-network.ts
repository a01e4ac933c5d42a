import type { OnnxModel } from '../../onnx/onnx-model.ts';
import { type BandFeatures, SIGNALS } from './band-features.ts';
import type { NetworkCard } from './network-card.ts';

/** A network that is ready to run, and what is to know of it. */
export interface MaskNetwork {
  readonly card: NetworkCard;
  readonly model: OnnxModel;
}

/** Masks of the frames `first` to `end`, the end not included: rows of one gain a band, by source and channel. */
export interface MaskBlock {
  readonly first: number;
  readonly end: number;
  row(source: number, channel: 0 | 1, frame: number): Float32Array;
}

/** Frames of one run, 24 seconds: enough that what is seen twice costs little, and memory stays small. */
const RUN_FRAMES = 512;

/** The names that the training gives them. */
const INPUT = 'feat';
const OUTPUT = 'mask';

/**
 * Runs a network over all frames, block by block. Each block sees as much of its neighbours as the network looks
 * around, so that there are no seams. A block holds one frame more than it ends with, for what lies between.
 */
export async function* maskBlocks(
  { card, model }: MaskNetwork,
  features: BandFeatures,
): AsyncGenerator<MaskBlock> {
  const bands = features.values.length / (SIGNALS * features.frames);
  // One frame beyond the block is used as well.
  const context = Math.ceil((card.contextFrames + 1) / card.group) * card.group;
  for (let first = 0; first < features.frames; first += RUN_FRAMES) {
    const end = Math.min(features.frames, first + RUN_FRAMES);
    const from = Math.max(0, first - context);
    const to = Math.min(features.frames, end + context);
    const data = new Float32Array(SIGNALS * (to - from) * bands);
    for (let signal = 0; signal < SIGNALS; signal++) {
      const plane = signal * features.frames;
      data.set(
        features.values.subarray((plane + from) * bands, (plane + to) * bands),
        signal * (to - from) * bands,
      );
    }
    const answer = await model.run({ [INPUT]: { shape: [1, SIGNALS, to - from, bands], data } });
    const masks = answer.get(OUTPUT)?.data;
    if (masks?.length !== card.sources.length * 2 * (to - from) * bands) {
      throw new Error('The network does not answer the masks that its card speaks of.');
    }
    yield {
      first,
      end,
      row(source, channel, frame) {
        const start = ((2 * source + channel) * (to - from) + Math.min(frame, to - 1) - from) * bands;
        return masks.subarray(start, start + bands);
      },
    };
  }
}
