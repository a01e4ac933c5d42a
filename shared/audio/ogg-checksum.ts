/** The checksum of Ogg pages is a CRC of this polynomial, highest bit first, beginning at 0 (RFC 3533, section 6). */
const POLYNOMIAL = 0x04c11db7;

const OF_BYTES = Uint32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte << 24;
  for (let bit = 0; bit < 8; bit++) {
    remainder = (remainder << 1) ^ (remainder < 0 ? POLYNOMIAL : 0);
  }
  return remainder;
});

/** The checksum of some bytes that follow on others, whose checksum is `before`. */
export function oggChecksum(bytes: Uint8Array, before = 0): number {
  let checksum = before;
  for (const byte of bytes) checksum = (checksum << 8) ^ (OF_BYTES[(checksum >>> 24) ^ byte] ?? 0);
  return checksum >>> 0;
}
