import { baseNameOf } from '../mvsep/server/mint-hash.ts';

/** Where things lie in the bucket of the Engine. What is under `storage/` is served under the same path. */
export const storageKeys = {
  input: (hash: string) => `storage/temp/${hash}`,
  /** The second file of types that take two. */
  reference: (hash: string) =>
    `storage/temp/${baseNameOf(hash)}_reference${hash.slice(baseNameOf(hash).length)}`,
  stemFile: (fileName: string) => `storage/processed/${fileName}`,
  /** What was found out about the two files of such a type. */
  comparison: (hash: string) => `work/${hash}/comparison.f32`,
  /** The picture that the input held. */
  cover: (hash: string) => `work/${hash}/cover`,
  chunk: (hash: string, index: number) => `work/${hash}/chunk-${index}.f32`,
  stemChunk: (hash: string, index: number, stem: string) => `work/${hash}/chunk-${index}-${stem}.f32`,
} as const;
