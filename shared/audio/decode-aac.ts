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

/** The frames with their headers. Damage and tags between them are stepped over. */
async function* adtsFrames(file: SeekingReader): AsyncGenerator<Buffer> {
  for (;;) {
    const header = await file.peek(ADTS_HEADER_BYTES);
    if (header.length < ADTS_HEADER_BYTES) return;
    const frame = adtsFrame(header, 0);
    if (frame === undefined || !(await isFollowed(file, frame.bytes))) {
      await file.take(1);
      continue;
    }
    yield await file.take(frame.bytes);
  }
}

/** Whether another frame, or the end of the file, follows one of this size: headers appear in any data by chance. */
async function isFollowed(file: SeekingReader, bytes: number): Promise<boolean> {
  const both = await file.peek(bytes + ADTS_HEADER_BYTES);
  if (both.length < bytes) return false;
  return both.length < bytes + ADTS_HEADER_BYTES || adtsFrame(both, bytes) !== undefined;
}
