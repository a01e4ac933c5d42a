import type { SliceDecoder } from './decode-slices.ts';
import type { DecodedAudio } from './decoded-audio.ts';
import { decoding } from './decoding.ts';

/**
 * Decodes units of a codec that all play equally long, one after the other: what a damaged one would have said is silence,
 * so that the rest stays in its place.
 *
 * @param decoder is freed at the end.
 * @throws UnusableAudio where it cannot be decoded at all.
 */
export async function* decodeAccessUnits(
  units: AsyncIterable<Uint8Array>,
  decoder: Pick<SliceDecoder, 'decode' | 'free'>,
): AsyncGenerator<DecodedAudio> {
  let before: DecodedAudio | undefined;
  try {
    for await (const unit of units) {
      const { sampleRate, channelData: channels } = decoding(() => decoder.decode(unit));
      if (channels.length > 0) before = { sampleRate, channels };
      else if (before !== undefined) before = silenceLike(before);
      if (before !== undefined) yield before;
    }
  } finally {
    decoder.free();
  }
}

function silenceLike({ sampleRate, channels }: DecodedAudio): DecodedAudio {
  return { sampleRate, channels: channels.map(({ length }) => new Float32Array(length)) };
}
