/** A number of so many bits in a box; most significant byte first, like all numbers of these files. */
export type Field = readonly [bits: 8 | 16 | 24 | 32, value: number];

/** One box of an MP4 file (ISO/IEC 14496-12, section 4.2): its size, its name of four letters, and what it holds. */
export function box(name: string, ...contents: readonly (Uint8Array | readonly Field[])[]): Buffer {
  const body = contents.map((content) => (content instanceof Uint8Array ? content : numbers(content)));
  const size = 8 + body.reduce((sum, { length }) => sum + length, 0);
  return Buffer.concat([numbers([[32, size]]), Buffer.from(name, 'latin1'), ...body]);
}

/** The bytes of some numbers. */
export function numbers(fields: readonly Field[]): Buffer {
  const bytes = Buffer.alloc(fields.reduce((sum, [bits]) => sum + bits / 8, 0));
  let offset = 0;
  for (const [bits, value] of fields) offset = bytes.writeUIntBE(value, offset, bits / 8);
  return bytes;
}

/** So many zeros of 32 bits. */
export function zeros(count: number): Buffer {
  return Buffer.alloc(4 * count);
}
