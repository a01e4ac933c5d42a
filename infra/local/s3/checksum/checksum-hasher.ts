import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { ChecksumAlgorithm } from './checksum-algorithm.ts';
import { crc32c } from './crc32c.ts';
import { crc64nvme } from './crc64nvme.ts';

/** Computes one checksum over a stream of pieces. */
export interface ChecksumHasher {
  update(bytes: Uint8Array): void;
  /** Big-endian bytes of the checksum; call once, at the end. */
  digest(): Buffer;
}

function crcHasher(step: (bytes: Uint8Array, previous: number) => number): ChecksumHasher {
  let crc = 0;
  return {
    update(bytes) {
      crc = step(bytes, crc);
    },
    digest() {
      const digest = Buffer.alloc(4);
      digest.writeUInt32BE(crc >>> 0);
      return digest;
    },
  };
}

function crc64Hasher(): ChecksumHasher {
  let crc = 0n;
  return {
    update(bytes) {
      crc = crc64nvme(bytes, crc);
    },
    digest() {
      const digest = Buffer.alloc(8);
      digest.writeBigUInt64BE(crc);
      return digest;
    },
  };
}

/** Starts a checksum of the given algorithm. */
export function checksumHasher(algorithm: ChecksumAlgorithm): ChecksumHasher {
  switch (algorithm) {
    case 'CRC32':
      return crcHasher((bytes, previous) => crc32(bytes, previous));
    case 'CRC32C':
      return crcHasher(crc32c);
    case 'CRC64NVME':
      return crc64Hasher();
    case 'SHA1':
    case 'SHA256': {
      const hash = createHash(algorithm.toLowerCase());
      return { update: (bytes) => void hash.update(bytes), digest: () => hash.digest() };
    }
  }
}
