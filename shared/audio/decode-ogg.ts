import { decoder as opusDecoder } from '@audio/decode-opus';
import { decoder as vorbisDecoder } from '@audio/decode-vorbis';
import { UnusableAudio } from '../errors/unusable-audio.ts';
import type { SeekingReader } from '../streams/seeking-reader.ts';
import { decodeSlices } from './decode-slices.ts';
import type { DecodedAudio } from './decoded-audio.ts';
import { oggSlices } from './ogg-slices.ts';
import { OPUS_RATE } from './opus-rate.ts';
import { smallSlices } from './small-slices.ts';

/** A page is decoded at once: with more channels than these a small one would fill the memory. */
const MOST_CHANNELS = 8;

/** How each codec begins its first packet, and how far behind that the number of channels stands. */
const CODECS = {
  vorbis: { magic: '\x01vorbis', channels: 11, open: vorbisDecoder },
  opus: { magic: 'OpusHead', channels: 9, open: opusDecoder },
} as const;

const FIRST_PAGE_BYTES = 400;

/**
 * Decodes Ogg Vorbis or Ogg Opus as it arrives.
 *
 * @throws UnusableAudio when it has too many channels, or cannot be decoded. Where Opus is damaged, because a whole page
 *   would be missing; the decoder of Vorbis keeps the time.
 */
export async function* decodeOgg(
  file: SeekingReader,
  codec: keyof typeof CODECS,
): AsyncGenerator<DecodedAudio> {
  const { magic, channels, open } = CODECS[codec];
  const head = await file.peek(FIRST_PAGE_BYTES);
  const count = head[head.indexOf(magic, 0, 'latin1') + channels] ?? 0;
  if (count > MOST_CHANNELS) {
    throw new UnusableAudio(`The file has ${count} channels. Mix it down to stereo or mono.`);
  }
  const slices = codec === 'opus' ? oggSlices(file, OPUS_RATE) : smallSlices(file);
  yield* decodeSlices(slices, await open());
}
