import { UnusableAudio } from '../errors/unusable-audio.ts';
import { findAdtsFrame } from './adts-frames.ts';
import { findMp3Frame } from './mp3-frames.ts';
import { READABLE_FORMATS } from './readable-formats.ts';

/** The kinds of file that can be decoded; `m4a` is any MPEG-4 file, `aac` a bare stream of ADTS frames. */
export type AudioFormat = 'wav' | 'flac' | 'ogg-flac' | 'mp3' | 'vorbis' | 'opus' | 'aiff' | 'm4a' | 'aac';

/** As much of a file's beginning as it takes to tell what it is: some files start with a few KB of padding. */
export const HEAD_BYTES = 72 * 1024;

/**
 * Tells what a file is from its first bytes, never from its name.
 *
 * @param head where sound begins, behind ID3 tags: the first `HEAD_BYTES`, or the whole file.
 * @throws UnusableAudio naming what the file seems to be instead, and what to convert it into.
 */
export function audioFormat(head: Buffer): AudioFormat {
  if (head.length === 0) throw new UnusableAudio('The file is empty. Upload it again.');
  const magic = head.toString('latin1', 0, 4);
  const inner = head.toString('latin1', 8, 12);
  if ((magic === 'RIFF' || magic === 'RF64' || magic === 'BW64') && inner === 'WAVE') return 'wav';
  if (magic === 'FORM' && (inner === 'AIFF' || inner === 'AIFC')) return 'aiff';
  if (magic === 'fLaC') return 'flac';
  if (magic === 'OggS') return oggFormat(head);
  if (head.toString('latin1', 4, 8) === 'ftyp') return 'm4a';
  const other = otherFormat(magic);
  if (other !== undefined)
    throw new UnusableAudio(`The file is ${other}. Convert it to ${READABLE_FORMATS}.`);
  const [mp3, aac] = [findMp3Frame(head) ?? Infinity, findAdtsFrame(head) ?? Infinity];
  if (mp3 < aac) return 'mp3';
  if (aac < Infinity) return 'aac';
  throw new UnusableAudio(`The file is not audio that can be read here. Use ${READABLE_FORMATS}.`);
}

function oggFormat(head: Buffer): AudioFormat {
  // The first packet of a stream names its codec and lies in the first page, behind at most 282 bytes.
  const page = head.subarray(0, 320);
  if (page.includes('\x01vorbis', 0, 'latin1')) return 'vorbis';
  if (page.includes('OpusHead', 0, 'latin1')) return 'opus';
  if (page.includes('\x7fFLAC', 0, 'latin1')) return 'ogg-flac';
  throw new UnusableAudio(`The file is Ogg with an unknown codec. Convert it to ${READABLE_FORMATS}.`);
}

function otherFormat(magic: string): string | undefined {
  if (magic === 'RIFX') return 'a big-endian WAV file';
  if (magic === '0&\xb2u') return 'Windows Media (WMA)';
  if (magic === '\x1aE\xdf\xa3') return 'Matroska or WebM';
  if (magic.startsWith('PK')) return 'an archive';
  if (magic === '%PDF') return 'a PDF document';
  return undefined;
}
