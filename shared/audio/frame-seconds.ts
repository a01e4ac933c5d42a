import type { SeekingReader } from '../streams/seeking-reader.ts';
import { adtsFrame } from './adts-frames.ts';
import { mp3Frame } from './mp3-frames.ts';

/** Read at once; longer than any frame by far. */
const BLOCK_BYTES = 256 * 1024;
/** More than two frames of either kind, and the header of a third. */
const MOST_NEEDED_BYTES = 20_000;

interface Frame {
  readonly bytes: number;
  readonly seconds: number;
}

/**
 * How long an MP3 file plays, in seconds: its frames, counted by their headers from first to last. An estimate
 * from the first bitrate would be wrong by any factor when the bitrate varies.
 */
export function mp3Seconds(file: SeekingReader): Promise<number> {
  return frameSeconds(file, mp3Frame);
}

/** The same for a bare stream of AAC. */
export function adtsSeconds(file: SeekingReader): Promise<number> {
  return frameSeconds(file, adtsFrame);
}

async function frameSeconds(
  file: SeekingReader,
  frameAt: (bytes: Buffer, offset: number) => Frame | undefined,
): Promise<number> {
  let seconds = 0;
  for (;;) {
    const block = await file.peek(BLOCK_BYTES);
    const isLast = block.length < BLOCK_BYTES;
    const end = isLast ? block.length : BLOCK_BYTES - MOST_NEEDED_BYTES;
    let offset = 0;
    while (offset < end) {
      const frame = followedFrame(block, offset, frameAt);
      seconds += frame?.seconds ?? 0;
      // Tags and damage between frames are stepped over, as the decoder does.
      offset += frame?.bytes ?? 1;
    }
    if (isLast) return seconds;
    await file.seek(file.position + offset);
  }
}

/** The frame at an offset, if another one or the end of the file follows it. */
function followedFrame(
  block: Buffer,
  offset: number,
  frameAt: (bytes: Buffer, offset: number) => Frame | undefined,
): Frame | undefined {
  const frame = frameAt(block, offset);
  if (frame === undefined) return undefined;
  const next = offset + frame.bytes;
  return next + SHORTEST_HEADER > block.length || frameAt(block, next) !== undefined ? frame : undefined;
}

/** With less than this left, nothing can follow. */
const SHORTEST_HEADER = 4;
