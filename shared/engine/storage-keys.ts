/** Where things lie in the bucket of the Engine. What is under `storage/` is served under the same path. */
export const storageKeys = {
  input: (hash: string) => `storage/temp/${hash}`,
  stemFile: (fileName: string) => `storage/processed/${fileName}`,
  chunk: (hash: string, index: number) => `work/${hash}/chunk-${index}.f32`,
  stemChunk: (hash: string, index: number, stem: string) => `work/${hash}/chunk-${index}-${stem}.f32`,
} as const;
