import type { ByteSource } from '../streams/byte-source.ts';
import type { SeekingReader } from '../streams/seeking-reader.ts';
import { HEAD_BYTES } from './audio-format.ts';
import { isSampleRate } from './is-sample-rate.ts';
import { OPUS_RATE } from './opus-rate.ts';

const PAGE = 'OggS';
/** A page has at most 65,307 bytes (RFC 3533, section 6), so the last of them begin within this. */
const TAIL_BYTES = 256 * 1024;
/** The headers may hold pictures; sound begins somewhere behind them. */
const MOST_HEADER_BYTES = 16 * 1024 * 1024;
/** Where a page says how many samples end with it. */
const POSITION_OFFSET = 6;
const POSITION_BYTES = 8;
/** Packet type, magic, version and channels stand before the rate (Vorbis I specification, section 4.2.2). */
const RATE_OFFSET = 12;

/** A first page of sound that ends later than this is not the first of its song. */
const LONGEST_FIRST_PAGE_SECONDS = 10;

/**
 * How long an Ogg Vorbis file plays, in seconds: to the position on its last page. A recording of a broadcast does not
 * begin at 0: then from the end of its first page of sound on, which itself, a few seconds at the most, is not
 * counted. Undefined when the pages do not tell.
 */
export async function vorbisSeconds(file: SeekingReader, source: ByteSource): Promise<number | undefined> {
  const head = await file.peek(HEAD_BYTES);
  const rateAt = head.indexOf('\x01vorbis', 0, 'latin1') + RATE_OFFSET;
  if (rateAt < RATE_OFFSET || rateAt + 4 > head.length) return undefined;
  return oggSeconds(file, source, head.readUInt32LE(rateAt));
}

/** The same for Ogg Opus. */
export function opusSeconds(file: SeekingReader, source: ByteSource): Promise<number | undefined> {
  return oggSeconds(file, source, OPUS_RATE);
}

/** The same for any codec whose positions are samples. */
export async function oggSeconds(
  file: SeekingReader,
  { bytes }: ByteSource,
  sampleRate: number,
): Promise<number | undefined> {
  const first = await firstPosition(file);
  if (first === undefined || !isSampleRate(sampleRate)) return undefined;
  await file.seek(Math.max(0, bytes - TAIL_BYTES));
  const tail = await file.take(TAIL_BYTES);
  const last = positionFrom(tail, tail.lastIndexOf(PAGE, undefined, 'latin1'), (at) =>
    at === 0 ? -1 : tail.lastIndexOf(PAGE, at - 1, 'latin1'),
  );
  const start = first > LONGEST_FIRST_PAGE_SECONDS * sampleRate ? first : 0;
  return Math.max(0, (last ?? first) - start) / sampleRate;
}

async function firstPosition(file: SeekingReader): Promise<number | undefined> {
  for (let bytes = HEAD_BYTES; ; bytes *= 4) {
    const head = await file.peek(bytes);
    const position = positionFrom(head, head.indexOf(PAGE, 0, 'latin1'), (at) =>
      head.indexOf(PAGE, at + 1, 'latin1'),
    );
    if (position !== undefined || head.length < bytes || bytes > MOST_HEADER_BYTES) return position;
  }
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
