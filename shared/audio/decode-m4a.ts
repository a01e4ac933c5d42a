import { UnusableAudio } from '../errors/unusable-audio.ts';
import type { SeekingReader } from '../streams/seeking-reader.ts';
import { decodeAccessUnits } from './decode-access-units.ts';
import type { SliceDecoder } from './decode-slices.ts';
import type { DecodedAudio } from './decoded-audio.ts';
import { loadAacDecoder } from './load-aac-decoder.ts';
import { arrangedChannels } from './mp4/arranged-channels.ts';
import type { Mp4Codec } from './mp4/mp4-codec.ts';
import { readMp4Index } from './mp4/mp4-index.ts';
import { mp4Samples } from './mp4/mp4-samples.ts';
import { mp4Track, type SampleTables } from './mp4/mp4-track.ts';
import { playedWindow } from './mp4/played-window.ts';

/** More than any piece of AAC or ALAC has: what is larger is damage. */
const MOST_PIECE_BYTES = 1024 * 1024;

/**
 * Decodes the sound of an MPEG-4 file (AAC or ALAC) as it is read: gapless, at the exact length and place, where the
 * file says what its encoder put before and behind the sound. An index at the end of the file is read first.
 *
 * @throws UnusableAudio when there is no sound, or it cannot be decoded here.
 */
export async function* decodeM4a(file: SeekingReader): AsyncGenerator<DecodedAudio> {
  const { codec, window, tables } = mp4Track(await readMp4Index(file));
  const units = decodeAccessUnits(codedPieces(file, tables), await openDecoder(codec));
  yield* arrangedChannels(playedWindow(units, codec, window), codec);
}

async function openDecoder({ name, config }: Mp4Codec): Promise<Pick<SliceDecoder, 'decode' | 'free'>> {
  const open = await loadAacDecoder();
  try {
    return await open(name === 'aac' ? { asc: config } : { alac: config });
  } catch (error) {
    throw new UnusableAudio('The M4A file tells nonsense of how it is coded. Export it again.', error);
  }
}

async function* codedPieces(file: SeekingReader, tables: SampleTables): AsyncGenerator<Buffer> {
  for (const { offset, bytes } of mp4Samples(tables)) {
    if (bytes > MOST_PIECE_BYTES) return;
    await file.seek(offset);
    const piece = await file.take(bytes);
    // The file was cut off; what came before is used.
    if (piece.length < bytes) return;
    yield piece;
  }
}
