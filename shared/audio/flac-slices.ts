import type { SeekingReader } from '../streams/seeking-reader.ts';

/**
 * How much is decoded at once. A frame of silence takes some nine bytes for up to 65535 samples a channel, so this
 * little may become 60 MB of stereo sound, and not more.
 */
const SLICE_BYTES = 1024;

/** The longest header of a frame (RFC 9639, section 9.1). */
const FRAME_HEADER_BYTES = 16;

/** Of the tag that some programs put behind any file (ID3v1). */
const TAG_BYTES = 128;

/**
 * The rest of a FLAC file, as much at a time as is decoded at once. The decoder takes whatever follows the last frame
 * for a part of it, and drops both, so an ID3v1 tag is left out.
 *
 * The decoder loses a frame whose header comes in two pieces, so nothing that looks like the start of one stands
 * at the end of a slice. In real files that costs a few bytes now and then; in made-up ones it ends somewhere.
 */
export async function* flacSlices(file: SeekingReader): AsyncGenerator<Buffer> {
  for (;;) {
    const slice = await nextSlice(file);
    if (slice.length === 0) return;
    yield slice;
  }
}

async function nextSlice(file: SeekingReader): Promise<Buffer> {
  for (let bytes = SLICE_BYTES; ; bytes += FRAME_HEADER_BYTES) {
    const slice = withoutTag(await file.peek(bytes + TAG_BYTES), bytes);
    const whole = slice.length < bytes || bytes >= 2 * SLICE_BYTES || !endsInHeader(slice);
    if (whole) return file.take(slice.length);
  }
}

/** As many bytes of what lies ahead, without the tag that it ends with where it is the end of the file. */
function withoutTag(ahead: Buffer, bytes: number): Buffer {
  const isEnd = ahead.length < bytes + TAG_BYTES;
  const isTagged =
    isEnd && ahead.toString('latin1', ahead.length - TAG_BYTES, ahead.length - TAG_BYTES + 3) === 'TAG';
  return ahead.subarray(0, Math.min(bytes, ahead.length - (isTagged ? TAG_BYTES : 0)));
}

function endsInHeader(slice: Buffer): boolean {
  const tail = slice.subarray(-FRAME_HEADER_BYTES);
  return tail.some((byte, index) => byte === 0xff && ((tail[index + 1] ?? 0xf8) & 0xfe) === 0xf8);
}
