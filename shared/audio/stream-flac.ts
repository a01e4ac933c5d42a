import { decoder } from '@audio/decode-flac';
import { UnusableAudio } from '../errors/unusable-audio.ts';
import type { ByteReader } from '../streams/byte-reader.ts';
import type { AudioStream } from './audio-stream.ts';
import { flacStreamInfo } from './flac-stream-info.ts';
import { nextFlacSlice } from './next-flac-slice.ts';
import { undoFlacScaling } from './undo-flac-scaling.ts';

/** Magic number, block header and the stream info itself. */
const HEADER_BYTES = 42;

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
      const slice = await nextFlacSlice(file);
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

function decoded<Decoded>(decode: () => Decoded): Decoded {
  try {
    return decode();
  } catch (error) {
    throw new UnusableAudio(BROKEN, error);
  }
}
