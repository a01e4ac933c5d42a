import type { ByteSource } from './byte-source.ts';

const PIECE_BYTES = 64 * 1024;

/** A file in memory as a source. */
export function bufferSource(file: Uint8Array): ByteSource {
  return { bytes: file.length, readFrom: (offset) => pieces(file, offset) };
}

async function* pieces(file: Uint8Array, offset: number): AsyncGenerator<Uint8Array> {
  for (let at = offset; at < file.length; at += PIECE_BYTES) yield file.subarray(at, at + PIECE_BYTES);
}
