interface Mp4Box {
  readonly type: string;
  readonly body: Buffer;
}

/** The boxes in a piece of an MPEG-4 file, one after the other (ISO/IEC 14496-12, 4.2), as far as they make sense. */
export function* mp4Boxes(bytes: Buffer): Generator<Mp4Box> {
  for (let offset = 0; offset + 8 <= bytes.length; ) {
    const size = bytes.readUInt32BE(offset);
    const type = bytes.toString('latin1', offset + 4, offset + 8);
    // Large boxes hold sound, and that is not looked at here.
    if (size < 8) return;
    yield { type, body: bytes.subarray(offset + 8, offset + size) };
    offset += size;
  }
}

/** The body of the first box at the end of a path of types; undefined when there is none. */
export function findMp4Box(bytes: Buffer, ...path: readonly string[]): Buffer | undefined {
  let found: Buffer | undefined = bytes;
  for (const wanted of path) {
    const inside: Buffer | undefined = found;
    found = inside && [...mp4Boxes(inside)].find(({ type }) => type === wanted)?.body;
  }
  return found;
}
