import type { ByteSource } from '../streams/byte-source.ts';
import { SeekingReader } from '../streams/seeking-reader.ts';
import { type AudioFormat, audioFormat, HEAD_BYTES } from './audio-format.ts';
import type { AudioStream } from './audio-stream.ts';
import { decodeAac } from './decode-aac.ts';
import { decodeAiff } from './decode-aiff.ts';
import { decodeFlac } from './decode-flac.ts';
import { decodeM4a } from './decode-m4a.ts';
import { decodeMp3 } from './decode-mp3.ts';
import { decodeOgg } from './decode-ogg.ts';
import { decodeWav } from './decode-wav.ts';
import type { DecodedAudio } from './decoded-audio.ts';
import { openStream } from './open-stream.ts';
import { skipId3 } from './skip-id3.ts';

/**
 * Opens an audio file of any readable kind, told by its content, that is decoded as it is read. The memory it takes
 * does not grow with its length, but for the index of an MPEG-4 file, about four bytes a frame. A file that was
 * cut off gives what it still holds; a sample that is damaged beyond any sense becomes silence.
 *
 * @throws UnusableAudio with a sentence for the file's owner when there is no sound to be had; the source is given up
 *   then.
 */
export async function streamAudio(source: ByteSource): Promise<AudioStream> {
  const file = new SeekingReader(source);
  return openStream(file, decoded(file));
}

async function* decoded(file: SeekingReader): AsyncGenerator<DecodedAudio> {
  await skipId3(file);
  const format = audioFormat(await file.peek(HEAD_BYTES));
  yield* DECODERS[format](file);
}

const DECODERS: Readonly<Record<AudioFormat, (file: SeekingReader) => AsyncGenerator<DecodedAudio>>> = {
  wav: decodeWav,
  aiff: decodeAiff,
  flac: decodeFlac,
  'ogg-flac': decodeFlac,
  mp3: decodeMp3,
  vorbis: (file) => decodeOgg(file, 'vorbis'),
  opus: (file) => decodeOgg(file, 'opus'),
  m4a: decodeM4a,
  aac: decodeAac,
};
