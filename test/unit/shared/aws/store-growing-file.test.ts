import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { describe, expect, it } from 'vitest';
import { storeGrowingFile } from '../../../../shared/aws/store-growing-file.ts';
import { type GrowingFile, REWRITABLE_BYTES } from '../../../../shared/streams/growing-file.ts';

const PLACE = { bucket: 'bucket', key: 'stem.mp3', contentType: 'audio/mpeg' };
const MEGABYTE = 1024 * 1024;

/** A bucket that puts parts together as S3 does: by their numbers, whatever the order of their coming. */
function bucketOfParts({ failsAtPart = 0 } = {}) {
  const parts = new Map<number, Buffer>();
  const sent: string[] = [];
  let stored: Buffer | undefined;
  const s3 = new S3Client({ region: 'us-east-1' });
  const client = mockClient(s3);
  client.on(PutObjectCommand).callsFake(async ({ Body }: { Body: Buffer }) => {
    sent.push('whole');
    stored = Buffer.from(Body);
    return {};
  });
  client.on(CreateMultipartUploadCommand).resolves({ UploadId: 'upload' });
  client
    .on(UploadPartCommand)
    .callsFake(async ({ PartNumber, Body }: { PartNumber: number; Body: Buffer }) => {
      if (PartNumber === failsAtPart) throw new Error('refused');
      sent.push(`part ${PartNumber}`);
      // Only the last part may be small.
      parts.set(PartNumber, Buffer.from(Body));
      return { ETag: `"${PartNumber}"` };
    });
  client.on(CompleteMultipartUploadCommand).callsFake(async ({ MultipartUpload }) => {
    const numbers = MultipartUpload.Parts.map(({ PartNumber }: { PartNumber: number }) => PartNumber);
    expect(numbers).toEqual(numbers.toSorted((a: number, b: number) => a - b));
    stored = Buffer.concat(numbers.map((number: number) => parts.get(number)));
    return {};
  });
  client.on(AbortMultipartUploadCommand).callsFake(async () => {
    sent.push('abort');
    return {};
  });
  return { s3, sent, stored: () => stored };
}

/** Writes so many megabytes, each full of its number, and their count at the very beginning. */
function writing(megabytes: number, end?: (file: GrowingFile) => void) {
  return async (file: GrowingFile) => {
    for (let index = 0; index < megabytes; index++) await file.append(Buffer.alloc(MEGABYTE, index));
    file.rewrite(0, Buffer.from([megabytes]));
    end?.(file);
  };
}

describe('storeGrowingFile', () => {
  it('puts a small file in one piece', async () => {
    const { s3, sent, stored } = bucketOfParts();
    expect(await storeGrowingFile(s3, PLACE, writing(3))).toBe(3 * MEGABYTE);
    expect(sent).toEqual(['whole']);
    expect([stored()?.at(0), stored()?.at(1), stored()?.at(-1)]).toEqual([3, 0, 2]);
  });

  it('sends the first part of a larger one last, as it has become', async () => {
    const { s3, sent, stored } = bucketOfParts();
    expect(await storeGrowingFile(s3, PLACE, writing(18))).toBe(18 * MEGABYTE);
    expect(sent).toEqual(['part 2', 'part 3', 'part 1']);
    expect(stored()?.length).toBe(18 * MEGABYTE);
    expect([stored()?.at(0), stored()?.at(1)]).toEqual([18, 0]);
    expect(Array.from({ length: 17 }, (_, index) => stored()?.at((index + 1) * MEGABYTE))).toEqual(
      Array.from({ length: 17 }, (_, index) => index + 1),
    );
  });

  it('takes pieces that are larger than a part', async () => {
    const { s3, stored } = bucketOfParts();
    const piece = Buffer.alloc(20 * MEGABYTE).map((_, index) => index % 251);
    await storeGrowingFile(s3, PLACE, (file) => file.append(piece));
    expect(stored()?.equals(piece)).toBe(true);
  });

  it.each([
    ['before the beginning', -1],
    ['beyond what stays in memory', REWRITABLE_BYTES - 3],
  ])('refuses to rewrite bytes %s, and leaves nothing behind', async (_, position) => {
    const { s3, sent, stored } = bucketOfParts();
    const end = (file: GrowingFile) => file.rewrite(position, Buffer.alloc(4));
    await expect(storeGrowingFile(s3, PLACE, writing(17, end))).rejects.toThrow(RangeError);
    expect(sent).toEqual(['part 2', 'abort']);
    expect(stored()).toBeUndefined();
  });

  it('refuses to rewrite what is not written yet', async () => {
    const { s3 } = bucketOfParts();
    const end = (file: GrowingFile) => file.rewrite(MEGABYTE - 1, Buffer.alloc(2));
    await expect(storeGrowingFile(s3, PLACE, writing(1, end))).rejects.toThrow('cannot be rewritten');
  });

  it('gives up what was sent when a part is refused, and tells why', async () => {
    const { s3, sent, stored } = bucketOfParts({ failsAtPart: 3 });
    await expect(storeGrowingFile(s3, PLACE, writing(30))).rejects.toThrow('refused');
    expect(sent).toEqual(['part 2', 'abort']);
    expect(stored()).toBeUndefined();
  });
});
