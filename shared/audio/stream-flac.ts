import { decoder } from '@audio/decode-flac';
import { UnusableAudio } from '../errors/unusable-audio.ts';
import type { ByteReader } from '../streams/byte-reader.ts';
import type { AudioStream } from './audio-stream.ts';
import { flacStreamInfo } from './flac-stream-info.ts';
import { undoFlacScaling } from './undo-flac-scaling.ts';

/** Magic number, block header and the stream info itself. */
const HEADER_BYTES = 42;

/**
 * How much is decoded at once. A frame of silence takes some nine bytes for up to 65535 samples a channel, so this
 * little may become 60 MB of stereo sound, and not more.
 */
const SLICE_BYTES = 1024;

/** The longest header of a frame (RFC 9639, section 9.1). */
const FRAME_HEADER_BYTES = 16;

const BROKEN = 'The file begins like audio but cannot be decoded. Export it again.';

/**
 * Decodes a FLAC file as it arrives.
 *
 * @throws UnusableAudio when it has no usable header.
 */
export async function streamFlac(file: ByteReader): Promise<AudioStream> {
  const info = flacStreamInfo(await file.peek(HEADER_BYTES));
  if (info === undefined) throw new UnusableAudio(BROKEN);
  const { sampleRate, channels, bitsPerSample } = info;
  const blocks = decodedBlocks(file, channels, bitsPerSample);
  return { sampleRate, channels, blocks, close: () => file.close() };
}

async function* decodedBlocks(
  file: ByteReader,
  channels: number,
  bitsPerSample: number,
): AsyncGenerator<Float32Array[]> {
  const flac = await decoder();
  try {
    for (let ended = false; !ended; ) {
      const slice = await nextSlice(file);
      ended = slice.length === 0;
      const { channelData } = decoded(() => (ended ? flac.flush() : flac.decode(slice)));
      if (channelData[0] === undefined || channelData[0].length === 0) continue;
      if (channelData.length !== channels) throw new UnusableAudio(BROKEN);
      undoFlacScaling(channelData, bitsPerSample);
      yield channelData;
    }
  } finally {
    flac.free();
  }
}

/**
 * The decoder loses a frame whose header comes in two pieces, so nothing that looks like the start of one stands
 * at the end of a slice. In real files that costs a few bytes now and then; in made-up ones it ends somewhere.
 */
async function nextSlice(file: ByteReader): Promise<Buffer> {
  for (let bytes = SLICE_BYTES; ; bytes += FRAME_HEADER_BYTES) {
    const slice = await file.peek(bytes);
    const whole = slice.length < bytes || bytes >= 2 * SLICE_BYTES || !endsInHeader(slice);
    if (whole) return file.take(slice.length);
  }
}

function endsInHeader(slice: Buffer): boolean {
  const tail = slice.subarray(-FRAME_HEADER_BYTES);
  return tail.some((byte, index) => byte === 0xff && ((tail[index + 1] ?? 0xf8) & 0xfe) === 0xf8);
}

function decoded<Decoded>(decode: () => Decoded): Decoded {
  try {
    return decode();
  } catch (error) {
    throw new UnusableAudio(BROKEN, error);
  }
}
