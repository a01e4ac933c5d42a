import { createReadStream } from 'node:fs';
import type { BodyFiles } from './body-files.ts';
import type { Segment } from './segment.ts';

const READ_BYTES = 256 * 1024;

/** Reads `bytes` bytes of an object from `start` on, across its segments, a piece at a time. */
export async function* storedBytes(
  files: BodyFiles,
  segments: readonly Segment[],
  start: number,
  bytes: number,
): AsyncGenerator<Buffer> {
  let skip = start;
  let missing = bytes;
  for (const segment of segments) {
    if (missing === 0) return;
    if (skip >= segment.bytes) {
      skip -= segment.bytes;
      continue;
    }
    const length = Math.min(segment.bytes - skip, missing);
    const options = { start: skip, end: skip + length - 1, highWaterMark: READ_BYTES };
    yield* createReadStream(files.path(segment.file), options);
    missing -= length;
    skip = 0;
  }
}
