import { isSampleRate } from './is-sample-rate.ts';

const PAGE = 'OggS';
/** Where a page says how many samples end with it (RFC 3533, section 6). */
const POSITION_OFFSET = 6;
const POSITION_BYTES = 8;
/** Packet type, magic, version and channels stand before the rate (Vorbis I specification, section 4.2.2). */
const RATE_OFFSET = 12;

/**
 * How long an Ogg Vorbis file plays, in seconds: from the position at the end of its first page of sound to that
 * on its last, since a recording of a broadcast does not begin at 0. The first page itself, a few seconds at the
 * most, is not counted. Undefined when the pages do not tell.
 */
export function vorbisSeconds(file: Buffer): number | undefined {
  const identification = file.indexOf('\x01vorbis', 0, 'latin1');
  if (identification < 0 || identification + RATE_OFFSET + 4 > file.length) return undefined;
  const sampleRate = file.readUInt32LE(identification + RATE_OFFSET);
  const first = positionFrom(file, 0, (at) => file.indexOf(PAGE, at + 1, 'latin1'));
  const last = positionFrom(file, file.lastIndexOf(PAGE, undefined, 'latin1'), (at) =>
    at === 0 ? -1 : file.lastIndexOf(PAGE, at - 1, 'latin1'),
  );
  if (first === undefined || last === undefined || !isSampleRate(sampleRate)) return undefined;
  return Math.max(0, last - first) / sampleRate;
}

/** The position on the first page that has one: pages of headers say 0, and -1 marks that no packet ends. */
function positionFrom(file: Buffer, start: number, next: (at: number) => number): number | undefined {
  for (let at = start; at >= 0; at = next(at)) {
    if (at + POSITION_OFFSET + POSITION_BYTES > file.length) continue;
    const position = Number(file.readBigInt64LE(at + POSITION_OFFSET));
    if (position > 0) return position;
  }
  return undefined;
}
