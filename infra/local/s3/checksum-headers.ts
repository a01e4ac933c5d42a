import { checksumHeader } from './checksum/checksum-algorithm.ts';
import type { ObjectChecksum } from './checksum/object-checksum.ts';

/** The headers that tell a client an object's checksum; none when none is kept. */
export function checksumHeaders(checksum: ObjectChecksum | undefined): Record<string, string> {
  if (checksum === undefined) return {};
  return { [checksumHeader(checksum.algorithm)]: checksum.value, 'x-amz-checksum-type': checksum.type };
}
