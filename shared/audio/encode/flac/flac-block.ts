import type { Cover } from '../../tags/cover.ts';

const LAST_BLOCK = 0x80;
const FRONT_COVER = 3;
/** Width, height, depth and colors of a picture, which may be 0: its own header says them. */
const UNTOLD_SIZE_BYTES = 16;

/** A metadata block of a FLAC file (RFC 9639, section 8.1). */
export function flacBlock(type: number, body: Buffer, { isLast = false } = {}): Buffer {
  const header = Buffer.alloc(4);
  header.writeUInt32BE(body.length);
  header.writeUInt8((isLast ? LAST_BLOCK : 0) | type);
  return Buffer.concat([header, body]);
}

/** The body of a picture block (RFC 9639, section 8.8). */
export function flacPicture({ mimeType, bytes }: Cover): Buffer {
  const description = number(0);
  return Buffer.concat([
    number(FRONT_COVER),
    number(mimeType.length),
    Buffer.from(mimeType),
    description,
    Buffer.alloc(UNTOLD_SIZE_BYTES),
    number(bytes.length),
    bytes,
  ]);
}

function number(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
