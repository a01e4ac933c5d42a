import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CHECKSUM_ALGORITHMS } from '../../../infra/local/s3/checksum/checksum-algorithm.ts';
import { checksumHasher } from '../../../infra/local/s3/checksum/checksum-hasher.ts';
import { crc32c } from '../../../infra/local/s3/checksum/crc32c.ts';
import { crc64nvme } from '../../../infra/local/s3/checksum/crc64nvme.ts';
import { multipartChecksum } from '../../../infra/local/s3/checksum/multipart-checksum.ts';

const CHECK = Buffer.from('123456789');

describe('checksums', () => {
  it('gives the check values of the CRC catalogue', () => {
    expect(crc32(CHECK)).toBe(0xcbf43926);
    expect(crc32c(CHECK)).toBe(0xe3069283);
    expect(crc64nvme(CHECK)).toBe(0xae8b14860a799888n);
  });

  it.each(CHECKSUM_ALGORITHMS)('gives the same %s however the bytes are cut', (algorithm) => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(200), (bytes, cut) => {
        const whole = checksumHasher(algorithm);
        whole.update(bytes);
        const pieces = checksumHasher(algorithm);
        pieces.update(bytes.subarray(0, cut));
        pieces.update(bytes.subarray(cut));
        expect(pieces.digest().equals(whole.digest())).toBe(true);
      }),
    );
  });

  it.each(['CRC32', 'CRC32C', 'CRC64NVME'] as const)(
    'combines the %s of parts into that of the whole',
    (algorithm) => {
      const sum = (bytes: Uint8Array) => {
        const hasher = checksumHasher(algorithm);
        hasher.update(bytes);
        return hasher.digest().toString('base64');
      };
      fc.assert(
        fc.property(fc.array(fc.uint8Array({ maxLength: 100 }), { minLength: 1, maxLength: 5 }), (parts) => {
          const sums = parts.map((bytes) => ({ value: sum(bytes), bytes: bytes.length }));
          expect(multipartChecksum(algorithm, 'FULL_OBJECT', sums).value).toBe(sum(Buffer.concat(parts)));
        }),
      );
    },
  );
});
