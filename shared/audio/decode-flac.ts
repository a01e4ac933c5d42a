import { decoder } from '@audio/decode-flac';
import { UnusableAudio } from '../errors/unusable-audio.ts';
import type { SeekingReader } from '../streams/seeking-reader.ts';
import { decodeSlices } from './decode-slices.ts';
import type { DecodedAudio } from './decoded-audio.ts';
import { flacSlices } from './flac-slices.ts';
import { type FlacStreamInfo, flacStreamInfo } from './flac-stream-info.ts';
import { oggSlices } from './ogg-slices.ts';
import { undoFlacScaling } from './undo-flac-scaling.ts';

/** The first page of Ogg, magic number, block header and the stream info itself. */
const HEADER_BYTES = 400;

/**
 * Decodes FLAC as it arrives, in a file of its own or in Ogg, to the exact values.
 *
 * @throws UnusableAudio when it has no usable header, or what follows does not agree with it, or is damaged so that most
 *   of a song would be missing without a word: behind a damaged frame the decoder finds no other.
 */
export async function* decodeFlac(file: SeekingReader): AsyncGenerator<DecodedAudio> {
  const head = await file.peek(HEADER_BYTES);
  const info = flacStreamInfo(head);
  if (info === undefined) throw broken();
  const slices =
    head.toString('latin1', 0, 4) === 'fLaC' ? flacSlices(file) : oggSlices(file, info.sampleRate);
  let [heard, lastHeardAt] = [0, 0];
  for await (const piece of decodeSlices(slices, await decoder())) {
    if (piece.channels.length > 0 && piece.channels.length !== info.channels) throw broken();
    undoFlacScaling(piece.channels, info.bitsPerSample);
    const samples = piece.channels[0]?.length ?? 0;
    heard += samples;
    if (samples > 0) lastHeardAt = file.position;
    const isMissing = heard > 0 && heard + info.longestFrame < info.samples;
    if (isMissing && file.position - lastHeardAt > mostOfFrame(info)) throw damaged(heard / info.sampleRate);
    yield piece;
  }
}

/** More bytes than two frames take, even of noise that cannot be made smaller. */
function mostOfFrame({ longestFrame, channels, bitsPerSample }: FlacStreamInfo): number {
  return 2 * longestFrame * channels * Math.ceil((bitsPerSample + 1) / 8) + HEADER_BYTES;
}

function damaged(seconds: number): UnusableAudio {
  return new UnusableAudio(
    `The FLAC file is damaged ${Math.floor(seconds)} seconds after its beginning. Export or upload it again.`,
  );
}

function broken(): UnusableAudio {
  return new UnusableAudio('The file begins like FLAC but cannot be decoded. Export it again.');
}
