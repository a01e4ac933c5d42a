import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { AwsChunkedDecoder } from '../../../infra/local/s3/aws-chunked-decoder.ts';
import type { ExpectedBody } from '../../../infra/local/s3/expected-body.ts';
import { receiveBody } from '../../../infra/local/s3/receive-body.ts';

const receive = (body: string, expected: ExpectedBody) =>
  receiveBody(Readable.from([Buffer.from(body)]), expected, () => undefined);
const framed = (trailer: string) => `4\r\nbody\r\n0\r\n${trailer}\r\n`;

describe('receiveBody', () => {
  it('accepts a body that is what the request says', async () => {
    const sha256Hex = createHash('sha256').update('body').digest('hex');
    const md5Base64 = createHash('md5').update('body').digest('base64');
    const received = await receive('body', { bytes: 4, sha256Hex, md5Base64 });
    expect(received).toEqual({ bytes: 4, md5Hex: Buffer.from(md5Base64, 'base64').toString('hex') });
  });

  it('refuses another SHA-256 than the signed one', async () => {
    await expect(receive('body', { bytes: 4, sha256Hex: '0'.repeat(64) })).rejects.toMatchObject({
      code: 'XAmzContentSHA256Mismatch',
    });
  });

  it('refuses a body that is shorter or longer than stated, or too large', async () => {
    await expect(receive('body', { bytes: 5 })).rejects.toMatchObject({ code: 'IncompleteBody' });
    await expect(receive('body', { bytes: 3 })).rejects.toMatchObject({ code: 'IncompleteBody' });
    await expect(receive('', { bytes: 5 * 1024 ** 3 + 1 })).rejects.toMatchObject({ code: 'EntityTooLarge' });
  });

  it('accepts the right trailing checksum, refuses a wrong one and a missing one', async () => {
    const expected = (): ExpectedBody => ({
      bytes: 4,
      checksum: { algorithm: 'CRC32', inTrailer: true },
      decoder: new AwsChunkedDecoder(),
    });
    const { checksum } = await receive('body', { checksum: { algorithm: 'CRC32' } });
    expect(await receive(framed(`x-amz-checksum-crc32:${checksum?.value}\r\n`), expected())).toMatchObject({
      checksum,
    });
    await expect(receive(framed('x-amz-checksum-crc32:AAAAAA==\r\n'), expected())).rejects.toMatchObject({
      code: 'BadDigest',
    });
    await expect(receive(framed(''), expected())).rejects.toMatchObject({ code: 'MalformedTrailerError' });
  });
});
