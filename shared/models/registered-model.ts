import * as z from 'zod';
import { modelSidecar } from './model-sidecar.ts';

/** A model of the operator that was tried and found to work. */
export const registeredModel = z.object({
  /** Its file without `.onnx`. */
  file: z.string().min(1),
  sidecar: modelSidecar,
});

export type RegisteredModel = z.infer<typeof registeredModel>;
