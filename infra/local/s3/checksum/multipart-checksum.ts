import type { ChecksumAlgorithm } from './checksum-algorithm.ts';
import { checksumHasher } from './checksum-hasher.ts';
import { type CrcParameters, combineCrc } from './combine-crc.ts';
import { CRC64NVME_POLYNOMIAL } from './crc64nvme.ts';
import type { ObjectChecksum } from './object-checksum.ts';

const CRC_PARAMETERS: Partial<Record<ChecksumAlgorithm, CrcParameters>> = {
  CRC32: { polynomial: 0xedb88320n, width: 32n },
  CRC32C: { polynomial: 0x82f63b78n, width: 32n },
  CRC64NVME: { polynomial: CRC64NVME_POLYNOMIAL, width: 64n },
};

function asNumber(base64: string): bigint {
  return BigInt(`0x${Buffer.from(base64, 'base64').toString('hex')}`);
}

function fullObject(
  algorithm: ChecksumAlgorithm,
  crc: CrcParameters,
  parts: readonly { readonly value: string; readonly bytes: number }[],
): ObjectChecksum {
  let whole = 0n;
  for (const part of parts) whole = combineCrc(whole, asNumber(part.value), part.bytes, crc);
  const hex = whole.toString(16).padStart(Number(crc.width) / 4, '0');
  return { algorithm, value: Buffer.from(hex, 'hex').toString('base64'), type: 'FULL_OBJECT' };
}

/**
 * The checksum of a multipart object from those of its parts: of the whole object (CRCs only), or
 * composite, which is the checksum of the parts' checksums put one after the other.
 * Source: "Checking object integrity in Amazon S3" (full object and composite checksum types).
 */
export function multipartChecksum(
  algorithm: ChecksumAlgorithm,
  type: ObjectChecksum['type'],
  parts: readonly { readonly value: string; readonly bytes: number }[],
): ObjectChecksum {
  const crc = CRC_PARAMETERS[algorithm];
  if (type === 'FULL_OBJECT' && crc !== undefined) return fullObject(algorithm, crc, parts);
  const hasher = checksumHasher(algorithm);
  for (const part of parts) hasher.update(Buffer.from(part.value, 'base64'));
  return { algorithm, value: `${hasher.digest().toString('base64')}-${parts.length}`, type: 'COMPOSITE' };
}
