import { createHash } from 'node:crypto';
import * as z from 'zod';
import { UnusableModel } from '../../errors/unusable-model.ts';

/** The numbers of one layer, the last dimension running fastest. */
export interface Weights {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** Basic Pitch as `@spotify/basic-pitch` 1.0.1 publishes it. */
const SHA256 = 'b142a95737a52e1e412d5f92e73d8bb80dfe8d04941acc0702f11f4524fb377c';

const BYTES_PER_NUMBER = 4;

const manifest = z.object({
  weightsManifest: z.tuple([
    z.object({
      weights: z.array(
        z.object({
          name: z.string(),
          shape: z.array(z.int().min(0)),
          dtype: z.enum(['float32', 'int32']),
        }),
      ),
    }),
  ]),
});

/**
 * Reads the weights of the published model by their names. They come as TensorFlow.js has them: one file with all
 * numbers behind each other, and one that says which they are.
 *
 * @throws UnusableModel when they are others than those that this repository knows how to use
 */
export function publishedWeights(description: Uint8Array, numbers: Uint8Array): ReadonlyMap<string, Weights> {
  if (createHash('sha256').update(numbers).digest('hex') !== SHA256) {
    throw new UnusableModel('The weights of Basic Pitch are damaged, or those of another version.');
  }
  const [{ weights }] = manifest.parse(JSON.parse(Buffer.from(description).toString())).weightsManifest;
  const found = new Map<string, Weights>();
  let offset = 0;
  for (const { name, shape, dtype } of weights) {
    const end = offset + BYTES_PER_NUMBER * shape.reduce((product, length) => product * length, 1);
    // A copy, since floats must not start at every offset.
    const bytes = new Uint8Array(numbers.subarray(offset, end));
    if (dtype === 'float32') found.set(name, { shape, data: new Float32Array(bytes.buffer) });
    offset = end;
  }
  return found;
}
