import { UnusableAudio } from '../errors/unusable-audio.ts';
import type { ByteReader } from '../streams/byte-reader.ts';
import type { AudioStream } from './audio-stream.ts';
import { decodeWavFrames } from './decode-wav-frames.ts';
import { wavDataSize } from './wav-data-size.ts';
import { parseWavFormat, type WavFormat } from './wav-format.ts';

/** More than any format chunk has. */
const MOST_HEADER_BYTES = 64;
const BLOCK_BYTES = 128 * 1024;

/**
 * Decodes a RIFF or RF64 WAVE file as it arrives, by the same rules as `readWav`.
 *
 * @throws UnusableAudio when there is no format, no samples, or an encoding that is not plain PCM.
 */
export async function streamWav(file: ByteReader): Promise<AudioStream> {
  await file.skip(12);
  let format: WavFormat | undefined;
  let long: number | undefined;
  for (;;) {
    const header = await file.take(8);
    if (header.length < 8) {
      throw new UnusableAudio('The WAV file ends before its sound begins. Export or upload it again.');
    }
    const name = header.toString('latin1', 0, 4);
    const declared = header.readUInt32LE(4);
    if (name === 'data') {
      if (format === undefined)
        throw new UnusableAudio('The WAV file has sound but no format. Export it again.');
      const size = wavDataSize({ declared, long, next: await file.peek(4) });
      return {
        sampleRate: format.sampleRate,
        channels: format.channels,
        blocks: frameBlocks(file, format, size),
        close: () => file.close(),
      };
    }
    const head = await file.take(Math.min(declared, MOST_HEADER_BYTES));
    if (name === 'ds64' && head.length >= 16) long = Number(head.readBigUInt64LE(8));
    if (name === 'fmt ') format = parseWavFormat(head);
    await file.skip(declared - head.length + (declared % 2));
  }
}

async function* frameBlocks(
  file: ByteReader,
  format: WavFormat,
  size: number,
): AsyncGenerator<Float32Array[]> {
  const frameBytes = format.channels * format.bytesPerSample;
  const blockBytes = Math.max(1, Math.floor(BLOCK_BYTES / frameBytes)) * frameBytes;
  for (let left = size; left >= frameBytes; ) {
    const bytes = await file.take(Math.min(left, blockBytes));
    if (bytes.length < frameBytes) break;
    left -= bytes.length;
    yield decodeWavFrames(format, bytes);
  }
  // Only at its end does a source know whether it was whole, so what stands behind the sound is read as well.
  await file.skip(Number.POSITIVE_INFINITY);
}
