import type { SeekingReader } from '../streams/seeking-reader.ts';

const BLOCK_BYTES = 128 * 1024;

/**
 * The uncompressed samples of a file, some whole frames at a time.
 *
 * @param size bytes of them, which may be more than there are.
 */
export async function* frameBlocks(
  file: SeekingReader,
  { channels, bytesPerSample }: { readonly channels: number; readonly bytesPerSample: number },
  size: number,
): AsyncGenerator<Buffer> {
  const frameBytes = channels * bytesPerSample;
  const blockBytes = Math.max(1, Math.floor(BLOCK_BYTES / frameBytes)) * frameBytes;
  for (let left = size; left >= frameBytes; ) {
    const bytes = await file.take(Math.min(left, blockBytes));
    if (bytes.length < frameBytes) return;
    left -= bytes.length;
    yield bytes;
  }
}
