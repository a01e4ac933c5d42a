import type { ObjectChecksum } from './checksum/object-checksum.ts';

/** The XML elements that tell a client an object's checksum; none when none is kept. */
export function checksumElements(checksum: ObjectChecksum | undefined): Record<string, string> {
  if (checksum === undefined) return {};
  return { [`Checksum${checksum.algorithm}`]: checksum.value, ChecksumType: checksum.type };
}
