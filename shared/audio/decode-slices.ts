import type { DecodedAudio } from './decoded-audio.ts';
import { decoding } from './decoding.ts';

interface Piece {
  readonly channelData: readonly Float32Array[];
  readonly sampleRate: number;
}

/** What the decoders of compressed formats have in common. */
export interface SliceDecoder {
  decode(slice: Uint8Array): Piece;
  /** What it still holds at the end of a file; that of MP3 holds nothing back. */
  flush?(): Piece;
  free(): void;
}

/**
 * Decodes a compressed file slice by slice. A byte may become thousands of samples of silence, so slices are to be
 * small: a few kilobytes may hold hours, and whoever reads can stop in between.
 *
 * @param decoder is freed at the end.
 * @throws UnusableAudio where it cannot be decoded.
 */
export async function* decodeSlices(
  slices: AsyncIterable<Uint8Array>,
  decoder: SliceDecoder,
): AsyncGenerator<DecodedAudio> {
  try {
    for await (const slice of slices) yield decodedAudio(decoding(() => decoder.decode(slice)));
    if (decoder.flush !== undefined) yield decodedAudio(decoding(() => decoder.flush?.() ?? NOTHING));
  } finally {
    decoder.free();
  }
}

const NOTHING: Piece = { channelData: [], sampleRate: 0 };

function decodedAudio({ channelData, sampleRate }: Piece): DecodedAudio {
  return { sampleRate, channels: channelData };
}
