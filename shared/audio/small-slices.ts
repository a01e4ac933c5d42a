import type { SeekingReader } from '../streams/seeking-reader.ts';

const SLICE_BYTES = 1024;

/** The rest of a file in slices so small that none of them becomes more sound than fits in memory. */
export async function* smallSlices(file: SeekingReader): AsyncGenerator<Buffer> {
  for (;;) {
    const slice = await file.take(SLICE_BYTES);
    if (slice.length === 0) return;
    yield slice;
  }
}
