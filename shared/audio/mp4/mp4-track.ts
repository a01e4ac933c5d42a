import { UnusableAudio } from '../../errors/unusable-audio.ts';
import { READABLE_FORMATS } from '../readable-formats.ts';
import { type MediaWindow, mediaWindow } from './media-window.ts';
import { findMp4Box, mp4Boxes } from './mp4-boxes.ts';
import { type Mp4Codec, mp4Codec } from './mp4-codec.ts';

/** The sound of an MPEG-4 file, as its index tells of it. */
export interface Mp4Track {
  readonly codec: Mp4Codec;
  /** The part of the coded sound that is heard. */
  readonly window: MediaWindow;
  readonly tables: SampleTables;
}

/** Where the coded pieces lie: the bodies of these boxes (ISO/IEC 14496-12, 8.7), as they are in the file. */
export interface SampleTables {
  readonly stsz: Buffer;
  readonly stsc: Buffer;
  /** One of the two: 32 or 64 bits an offset. */
  readonly stco: Buffer | undefined;
  readonly co64: Buffer | undefined;
}

/**
 * Finds the sound of an MPEG-4 file.
 *
 * @param index the body of its `moov` box.
 * @throws UnusableAudio when there is none, or none that can be decoded.
 */
export function mp4Track(index: Buffer): Mp4Track {
  let reason: UnusableAudio | undefined;
  for (const { type, body } of mp4Boxes(index)) {
    if (type !== 'trak') continue;
    const track = trackOf(index, body);
    if (track instanceof UnusableAudio) reason ??= track;
    else if (track !== undefined) return track;
  }
  throw reason ?? new UnusableAudio(`The file is MPEG-4 without sound. Use ${READABLE_FORMATS}.`);
}

/** Undefined for a picture or a text. */
function trackOf(index: Buffer, track: Buffer): Mp4Track | UnusableAudio | undefined {
  const handler = findMp4Box(track, 'mdia', 'hdlr');
  if (handler?.toString('latin1', 8, 12) !== 'soun') return undefined;
  const table = findMp4Box(track, 'mdia', 'minf', 'stbl');
  const [stsd, stsz, stsc, stco, co64] = ['stsd', 'stsz', 'stsc', 'stco', 'co64'].map((type) =>
    table === undefined ? undefined : findMp4Box(table, type),
  );
  if (stsd === undefined || stsz === undefined || stsc === undefined || (stco ?? co64) === undefined) {
    return new UnusableAudio('The index of the M4A file is damaged. Export it again.');
  }
  if (findMp4Box(index, 'mvex') !== undefined) {
    return new UnusableAudio(`The file is fragmented MPEG-4. Convert it to ${READABLE_FORMATS}.`);
  }
  const codec = mp4Codec(stsd);
  if (codec instanceof UnusableAudio) return codec;
  return { codec, window: mediaWindow(index, track, codec), tables: { stsz, stsc, stco, co64 } };
}
