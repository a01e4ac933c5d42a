import { UnusableAudio } from '../errors/unusable-audio.ts';
import { findMp3Frame } from './mp3-frames.ts';

/** The kinds of file that can be decoded. */
export type AudioFormat = 'wav' | 'flac' | 'mp3' | 'vorbis';

/** What a person may be told to convert a file into. */
const READABLE = 'WAV, FLAC, MP3 or Ogg Vorbis';

/**
 * Tells what a file is from its first bytes, never from its name.
 *
 * @param file where sound begins; see `withoutId3` for what may stand before it.
 * @throws UnusableAudio naming what the file seems to be instead, and what to convert it into.
 */
export function audioFormat(file: Buffer): AudioFormat {
  if (file.length === 0) throw new UnusableAudio('The file is empty. Upload it again.');
  const magic = file.toString('latin1', 0, 4);
  const inner = file.toString('latin1', 8, 12);
  if ((magic === 'RIFF' || magic === 'RF64' || magic === 'BW64') && inner === 'WAVE') return 'wav';
  if (magic === 'fLaC') return 'flac';
  if (magic === 'OggS') return oggFormat(file);
  const other = otherFormat(magic, inner);
  if (other !== undefined) throw new UnusableAudio(`The file is ${other}. Convert it to ${READABLE}.`);
  if (findMp3Frame(file) !== undefined) return 'mp3';
  throw new UnusableAudio(`The file is not audio that can be read here. Use ${READABLE}.`);
}

/** The file without the ID3v2 tags that stand before its sound (https://id3.org/id3v2.4.0-structure). */
export function withoutId3(file: Buffer): Buffer {
  let rest = file;
  while (rest.length > 10 && rest.toString('latin1', 0, 3) === 'ID3') {
    const size = [6, 7, 8, 9].reduce((sum, index) => sum * 128 + ((rest[index] ?? 0) & 127), 0);
    const footer = ((rest[5] ?? 0) & 0x10) === 0 ? 0 : 10;
    rest = rest.subarray(10 + size + footer);
  }
  return rest;
}

function oggFormat(file: Buffer): AudioFormat {
  // The first packet of a stream names its codec and lies in the first page, behind at most 282 bytes.
  const page = file.subarray(0, 320);
  if (page.includes('\x01vorbis', 0, 'latin1')) return 'vorbis';
  if (page.includes('\x7fFLAC', 0, 'latin1')) return 'flac';
  const codec = page.includes('OpusHead') ? 'Ogg Opus' : 'Ogg with an unknown codec';
  throw new UnusableAudio(`The file is ${codec}. Convert it to ${READABLE}.`);
}

function otherFormat(magic: string, inner: string): string | undefined {
  if (magic === 'FORM') return 'AIFF';
  if (magic === 'RIFX') return 'a big-endian WAV file';
  if (inner.startsWith('M4A') || inner === 'mp42' || inner === 'isom') return 'MPEG-4 (M4A)';
  if (magic.startsWith('PK')) return 'an archive';
  if (magic === '%PDF') return 'a PDF document';
  return undefined;
}
