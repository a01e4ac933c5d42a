import type { RangedObject } from './ranged-object.ts';

/** A page is at most 65,307 bytes (RFC 3533), so the last one begins within these. */
const TAIL_BYTES = 128 * 1024;
const GRANULE_OFFSET = 6;

/**
 * Length of an Ogg file in seconds, from the position on its last page (RFC 3533, section 6): the header does
 * not tell it. Undefined when no page is found.
 */
export async function oggSeconds(
  object: RangedObject,
  samplesPerSecond: number,
): Promise<number | undefined> {
  const tail = Buffer.from(await object.read(Math.max(0, object.bytes - TAIL_BYTES), object.bytes));
  for (let at = tail.lastIndexOf('OggS'); at >= 0; at = at === 0 ? -1 : tail.lastIndexOf('OggS', at - 1)) {
    if (at + GRANULE_OFFSET + 8 > tail.length) continue;
    const samples = tail.readBigInt64LE(at + GRANULE_OFFSET);
    // -1 marks a page on which no packet ends.
    if (samples > 0n) return Number(samples) / samplesPerSecond;
  }
  return undefined;
}
