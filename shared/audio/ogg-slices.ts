import { UnusableAudio } from '../errors/unusable-audio.ts';
import type { SeekingReader } from '../streams/seeking-reader.ts';
import { oggChecksum } from './ogg-checksum.ts';

/** Where the parts of a page stand (RFC 3533, section 6): its lengths in bytes follow on a header of this size. */
const HEADER_BYTES = 27;
const POSITION_OFFSET = 6;
const CHECKSUM = { offset: 22, bytes: 4 } as const;
/** The longest page, and what the next one begins with. */
const LOOK_AHEAD_BYTES = HEADER_BYTES + 255 + 255 * 255 + 4;

/** As much as is decoded at once: see `smallSlices`. */
const SLICE_BYTES = 1024;

const NO_CHECKSUM = Buffer.alloc(CHECKSUM.bytes);

/**
 * The rest of an Ogg file, slice by slice, as long as its pages are whole. Decoders leave out a page that is damaged, and
 * what follows would be heard too early: stems of such a song fit nothing.
 *
 * A file that was cut off ends in a part of a page, and some programs write a tag behind the last one: neither is damage.
 *
 * @param sampleRate what positions of pages are counted in, samples a second
 * @throws UnusableAudio where a page is damaged and others follow, with the second where that is.
 */
export async function* oggSlices(file: SeekingReader, sampleRate: number): AsyncGenerator<Buffer> {
  let samples = 0;
  for (;;) {
    const ahead = await file.peek(LOOK_AHEAD_BYTES);
    if (ahead.length === 0) return;
    const bytes = pageBytes(ahead);
    const isWhole = bytes !== undefined && bytes <= ahead.length && isIntact(ahead.subarray(0, bytes));
    if (!isWhole && ahead.includes('OggS', 1, 'latin1')) throw damaged(samples / sampleRate);
    const page = await file.take(isWhole ? bytes : ahead.length);
    if (isWhole) samples = Math.max(samples, Number(page.readBigInt64LE(POSITION_OFFSET)));
    for (let at = 0; at < page.length; at += SLICE_BYTES) yield page.subarray(at, at + SLICE_BYTES);
  }
}

/** How long a page is, header and all; undefined where none begins. */
function pageBytes(ahead: Buffer): number | undefined {
  if (ahead.toString('latin1', 0, 4) !== 'OggS' || ahead.length < HEADER_BYTES) return undefined;
  const headerBytes = HEADER_BYTES + (ahead[HEADER_BYTES - 1] ?? 0);
  return ahead.subarray(HEADER_BYTES, headerBytes).reduce((bytes, segment) => bytes + segment, headerBytes);
}

/** Whether a page has the checksum that it says, which is counted as if it said none. */
function isIntact(page: Buffer): boolean {
  const before = oggChecksum(NO_CHECKSUM, oggChecksum(page.subarray(0, CHECKSUM.offset)));
  const checksum = oggChecksum(page.subarray(CHECKSUM.offset + CHECKSUM.bytes), before);
  return checksum === page.readUInt32LE(CHECKSUM.offset);
}

function damaged(seconds: number): UnusableAudio {
  return new UnusableAudio(
    `The file is damaged ${Math.floor(seconds)} seconds after its beginning. Export or upload it again.`,
  );
}
