import type { SeekingReader } from '../streams/seeking-reader.ts';
import { ADTS_HEADER_BYTES, adtsFrame } from './adts-frames.ts';
import { decodeAccessUnits } from './decode-access-units.ts';
import type { DecodedAudio } from './decoded-audio.ts';
import { loadAacDecoder } from './load-aac-decoder.ts';

/**
 * Decodes a bare AAC stream (ADTS) as it arrives. Such a stream does not say what its encoder put before the sound; the decoder
 * holds back its first frame, which is what most encoders put there.
 *
 * @throws UnusableAudio when it cannot be decoded, or there is no decoder for AAC.
 */
export async function* decodeAac(file: SeekingReader): AsyncGenerator<DecodedAudio> {
  const open = await loadAacDecoder();
  yield* decodeAccessUnits(adtsFrames(file), await open());
}

/**
 * The frames with their headers. Damage and tags between them are stepped over. Headers appear in any data by chance, so
 * a frame is one where another, or the end of the file, follows it, or where it follows another: the last one before a tag.
 */
async function* adtsFrames(file: SeekingReader): AsyncGenerator<Buffer> {
  let followsFrame = false;
  for (;;) {
    const header = await file.peek(ADTS_HEADER_BYTES);
    if (header.length < ADTS_HEADER_BYTES) return;
    const frame = adtsFrame(header, 0);
    const bytes: number =
      frame !== undefined && (await isWhole(file, frame.bytes, followsFrame)) ? frame.bytes : 0;
    followsFrame = bytes > 0;
    if (followsFrame) yield await file.take(bytes);
    else await file.take(1);
  }
}

async function isWhole(file: SeekingReader, bytes: number, followsFrame: boolean): Promise<boolean> {
  const both = await file.peek(bytes + ADTS_HEADER_BYTES);
  if (both.length < bytes) return false;
  const isLast = both.length < bytes + ADTS_HEADER_BYTES;
  return isLast || followsFrame || adtsFrame(both, bytes) !== undefined;
}
