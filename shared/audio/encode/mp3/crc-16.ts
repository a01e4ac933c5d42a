/** The reversed polynomial of CRC-16/ARC. */
const POLYNOMIAL = 0xa001;

const TABLE = Uint16Array.from({ length: 256 }, (_, byte) => {
  let rest = byte;
  for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? (rest >>> 1) ^ POLYNOMIAL : rest >>> 1;
  return rest;
});

/** CRC-16/ARC, which LAME's tag uses; `before` is the sum of the bytes that went before. */
export function crc16(bytes: Uint8Array, before = 0): number {
  let sum = before;
  for (const byte of bytes) sum = (sum >>> 8) ^ (TABLE[(sum ^ byte) & 0xff] ?? 0);
  return sum;
}
