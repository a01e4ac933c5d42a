/** Reflected polynomial of CRC-64/NVME. */
export const CRC64NVME_POLYNOMIAL = 0x9a6c9329ac4bc9b5n;

// A 64-bit register as two 32-bit halves: BigInt arithmetic byte by byte would be a hundred times slower.
const HIGH = new Uint32Array(256);
const LOW = new Uint32Array(256);
for (let index = 0; index < 256; index++) {
  let value = BigInt(index);
  for (let bit = 0; bit < 8; bit++) value = value & 1n ? (value >> 1n) ^ CRC64NVME_POLYNOMIAL : value >> 1n;
  HIGH[index] = Number(value >> 32n);
  LOW[index] = Number(value & 0xffffffffn);
}

/** CRC-64/NVME of `bytes`, continuing from `previous` (0n at the start). Unsigned 64 bit. */
export function crc64nvme(bytes: Uint8Array, previous = 0n): bigint {
  let high = ~Number(previous >> 32n);
  let low = ~Number(previous & 0xffffffffn);
  for (const byte of bytes) {
    const index = (low ^ byte) & 0xff;
    low = ((low >>> 8) | (high << 24)) ^ (LOW[index] ?? 0);
    high = (high >>> 8) ^ (HIGH[index] ?? 0);
  }
  return (BigInt(~high >>> 0) << 32n) | BigInt(~low >>> 0);
}
