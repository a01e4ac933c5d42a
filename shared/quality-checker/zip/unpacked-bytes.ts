import type { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import { UnusableSubmission } from '../../errors/unusable-submission.ts';
import type { ArchivedFile } from './check-entry.ts';

/**
 * The bytes of a file of an archive, as long as they are what its directory announced: no byte more, no byte less,
 * and the checksum right at the end.
 *
 * @param asOurs turns an error of the parser into one of ours.
 */
export async function* unpackedBytes(
  stream: Readable,
  { path, entry }: ArchivedFile,
  asOurs: (error: unknown) => unknown,
): AsyncGenerator<Buffer> {
  let left = entry.uncompressedSize;
  let checksum = 0;
  try {
    for await (const piece of stream) {
      if (!(piece instanceof Buffer)) throw new TypeError('A stream of bytes gave something else.');
      left -= piece.length;
      if (left < 0) break;
      checksum = crc32(piece, checksum);
      yield piece;
    }
  } catch (error) {
    throw asOurs(error);
  } finally {
    stream.destroy();
  }
  if (left !== 0 || checksum !== entry.crc32) {
    throw new UnusableSubmission(
      `The file ${JSON.stringify(path)} in the zip is not what its directory says. Make the zip anew.`,
    );
  }
}
