import type { DecodedAudio } from '../decoded-audio.ts';
import type { MediaWindow } from './media-window.ts';
import type { Mp4Codec } from './mp4-codec.ts';

/** The decoder of AAC holds back its first frame; of 1024 samples, or of twice as many with spectral band replication. */
const HELD_BACK = 1024;
/** By so many samples spectral band replication comes late. */
const REPLICATION_DELAY = 962;

/**
 * Cuts what is heard out of what a decoder gives. Of a start that the decoder has held back itself, the missing
 * samples are silence, so that everything stays in its place.
 */
export async function* playedWindow(
  pieces: AsyncIterable<DecodedAudio>,
  codec: Mp4Codec,
  { start, seconds }: MediaWindow,
): AsyncGenerator<DecodedAudio> {
  let toSkip = 0;
  let left = Number.POSITIVE_INFINITY;
  let isFirst = true;
  for await (const piece of pieces) {
    const { sampleRate, channels } = piece;
    const length = channels[0]?.length ?? 0;
    if (isFirst && start !== undefined) {
      if (seconds !== undefined) left = Math.round(seconds * sampleRate);
      toSkip = Math.round(start * sampleRate) - missing(codec, sampleRate);
      const pause = Math.min(left, Math.max(0, -toSkip));
      if (pause > 0) yield { ...piece, channels: channels.map(() => new Float32Array(pause)) };
      left -= pause;
      toSkip = Math.max(0, toSkip);
    }
    isFirst = false;
    const from = Math.min(length, toSkip);
    const to = Math.min(length, from + left);
    if (to > from) yield { ...piece, channels: channels.map((channel) => channel.subarray(from, to)) };
    toSkip -= from;
    left -= to - from;
    if (left === 0) return;
  }
}

/** How far into the coded sound the first sample lies that the decoder gives. */
function missing({ name, sampleRate }: Mp4Codec, decodedRate: number): number {
  if (name === 'alac') return 0;
  return decodedRate > 1.5 * sampleRate ? 2 * HELD_BACK - REPLICATION_DELAY : HELD_BACK;
}
