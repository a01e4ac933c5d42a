import { UnusableAudio } from '../errors/unusable-audio.ts';
import type { ByteSource } from '../streams/byte-source.ts';
import { SeekingReader } from '../streams/seeking-reader.ts';
import { audioFormat, HEAD_BYTES } from './audio-format.ts';
import type { AudioStream } from './audio-stream.ts';
import { decodeFlac } from './decode-flac.ts';
import { decodeWav } from './decode-wav.ts';
import type { DecodedAudio } from './decoded-audio.ts';
import { openStream } from './open-stream.ts';

/**
 * `streamAudio` for the lossless kinds alone, WAV and FLAC in a file of its own, of which bytes that come but once are
 * enough. It brings no other decoder along.
 *
 * @throws UnusableAudio when it is anything else, or its header makes no sense; the source is given up then.
 */
export async function streamLossless(bytes: AsyncIterable<Uint8Array>): Promise<AudioStream> {
  const source: ByteSource = { bytes: Number.POSITIVE_INFINITY, isSequential: true, readFrom: () => bytes };
  const file = new SeekingReader(source);
  return openStream(file, decoded(file));
}

async function* decoded(file: SeekingReader): AsyncGenerator<DecodedAudio> {
  const format = audioFormat(await file.peek(HEAD_BYTES));
  if (format !== 'wav' && format !== 'flac') {
    throw new UnusableAudio('The file is neither WAV nor FLAC. Export it as one of the two.');
  }
  yield* format === 'wav' ? decodeWav(file) : decodeFlac(file);
}
