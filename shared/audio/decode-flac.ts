import { decoder } from '@audio/decode-flac';
import { UnusableAudio } from '../errors/unusable-audio.ts';
import type { SeekingReader } from '../streams/seeking-reader.ts';
import { decodeSlices } from './decode-slices.ts';
import type { DecodedAudio } from './decoded-audio.ts';
import { flacSlices } from './flac-slices.ts';
import { flacStreamInfo } from './flac-stream-info.ts';
import { smallSlices } from './small-slices.ts';
import { undoFlacScaling } from './undo-flac-scaling.ts';

/** The first page of Ogg, magic number, block header and the stream info itself. */
const HEADER_BYTES = 400;

/**
 * Decodes FLAC as it arrives, in a file of its own or in Ogg, to the exact values.
 *
 * @throws UnusableAudio when it has no usable header, or what follows does not agree with it.
 */
export async function* decodeFlac(file: SeekingReader): AsyncGenerator<DecodedAudio> {
  const head = await file.peek(HEADER_BYTES);
  const info = flacStreamInfo(head);
  if (info === undefined) throw broken();
  const slices = head.toString('latin1', 0, 4) === 'fLaC' ? flacSlices(file) : smallSlices(file);
  for await (const piece of decodeSlices(slices, await decoder())) {
    if (piece.channels.length > 0 && piece.channels.length !== info.channels) throw broken();
    undoFlacScaling(piece.channels, info.bitsPerSample);
    yield piece;
  }
}

function broken(): UnusableAudio {
  return new UnusableAudio('The file begins like FLAC but cannot be decoded. Export it again.');
}
