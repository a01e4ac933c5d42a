/** The constants of a reflected CRC whose register starts and ends inverted (CRC-32, -32C, -64/NVME). */
export interface CrcParameters {
  readonly polynomial: bigint;
  readonly width: 32n | 64n;
}

/** Multiplies two polynomials modulo the CRC's, in reflected bit order (the top bit is x^0). */
function multiply(left: bigint, right: bigint, { polynomial, width }: CrcParameters): bigint {
  const one = 1n << (width - 1n);
  let product = 0n;
  let shifted = right;
  for (let bit = one; bit > 0n; bit >>= 1n) {
    if (left & bit) product ^= shifted;
    shifted = shifted & 1n ? (shifted >> 1n) ^ polynomial : shifted >> 1n;
  }
  return product;
}

/** x^(8·bytes) modulo the polynomial, by squaring. */
function powerOfX(bytes: number, crc: CrcParameters): bigint {
  const one = 1n << (crc.width - 1n);
  let result = one;
  let square = one >> 8n;
  for (let rest = BigInt(bytes); rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = multiply(result, square, crc);
    square = multiply(square, square, crc);
  }
  return result;
}

/**
 * The CRC of two pieces put together, from the CRC of each and the length of the second: this way a
 * multipart upload gets the checksum of the whole object without reading its parts again.
 */
export function combineCrc(first: bigint, second: bigint, secondBytes: number, crc: CrcParameters): bigint {
  return multiply(powerOfX(secondBytes, crc), first, crc) ^ second;
}
