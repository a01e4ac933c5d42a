import * as z from 'zod';
import { modelNetwork } from './model-network.ts';

/**
 * Which model of the operator does a separation, and how: kept on its record, so that a model that is replaced
 * meanwhile is noticed instead of used under the old promise.
 */
export const chosenModel = z.object({
  /** Its file without `.onnx`. */
  file: z.string().min(1),
  /** What users know it by. */
  name: z.string().min(1),
  sha256: z.string().length(64),
  network: modelNetwork,
  /** What it puts out, in its order. */
  stems: z.array(z.string()),
  /** What each stem of the separation is made of: stems of the model added up, or the mix minus all others. */
  outputs: z.array(z.union([z.array(z.string()), z.literal('rest')])),
});

export type ChosenModel = z.infer<typeof chosenModel>;
