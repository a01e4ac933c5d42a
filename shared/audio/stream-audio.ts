import { UnusableAudio } from '../errors/unusable-audio.ts';
import { ByteReader } from '../streams/byte-reader.ts';
import { audioFormat } from './audio-format.ts';
import type { AudioStream } from './audio-stream.ts';
import { isSampleRate } from './is-sample-rate.ts';
import { streamFlac } from './stream-flac.ts';
import { streamWav } from './stream-wav.ts';

/** Enough to tell what a file is. */
const MAGIC_BYTES = 320;

/**
 * Opens a lossless audio file, told by its content, that is decoded as it arrives: WAV, or FLAC in a file of its
 * own. The memory it takes does not grow with its length.
 *
 * @throws UnusableAudio when it is anything else, or its header makes no sense; the source is given up then.
 */
export async function streamAudio(source: AsyncIterable<Uint8Array>): Promise<AudioStream> {
  const file = new ByteReader(source);
  try {
    const magic = await file.peek(MAGIC_BYTES);
    const stream = await open(file, magic);
    if (isSampleRate(stream.sampleRate)) return stream;
    throw new UnusableAudio(`The file says that it has ${stream.sampleRate} samples a second.`);
  } catch (error) {
    await file.close();
    throw error;
  }
}

function open(file: ByteReader, magic: Buffer): Promise<AudioStream> {
  const format = audioFormat(magic);
  if (format === 'wav') return streamWav(file);
  if (format === 'flac' && magic.toString('latin1', 0, 4) === 'fLaC') return streamFlac(file);
  throw new UnusableAudio('The file is neither WAV nor FLAC. Export it as one of the two.');
}
