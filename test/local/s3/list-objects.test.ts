import {
  ListObjectsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listKeys } from '../../../infra/local/s3/list-keys.ts';
import { ObjectCatalog } from '../../../infra/local/s3/object-catalog.ts';
import { openCatalog } from '../../../infra/local/s3/open-catalog.ts';
import { type RunningS3, startLocalS3 } from './start-local-s3.ts';

const byBytes = (left: string, right: string) => Buffer.compare(Buffer.from(left), Buffer.from(right));

/** What S3 documents, said in the plainest way: sort, keep the prefix, roll up, leave out duplicates. */
function model(keys: Iterable<string>, prefix: string, delimiter: string): string[] {
  const rolled = [...keys]
    .filter((key) => key.startsWith(prefix))
    .map((key) => {
      const end = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
      return end < 0 ? key : key.slice(0, end + delimiter.length);
    });
  return [...new Set(rolled)].sort(byBytes);
}

// Few letters, so that keys share prefixes; beyond U+FFFF too, where UTF-16 order differs from byte order.
const letters = fc.constantFrom('a', 'b', '/', '//', ' ', 'ä', '\uffee', '🎸', '%', '\u0001');
const someText = (minLength: number, maxLength: number) =>
  fc.array(letters, { minLength, maxLength }).map((parts) => parts.join(''));

describe('listKeys', () => {
  it('gives in pages of any size exactly what the model gives at once', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(someText(1, 6), { maxLength: 40 }),
        someText(0, 2),
        fc.constantFrom('', '/', 'a', '//', '🎸'),
        fc.integer({ min: 1, max: 7 }),
        (keys, prefix, delimiter, limit) => {
          const database = openCatalog(':memory:');
          const catalog = new ObjectCatalog(database);
          const details = { headers: {}, metadata: {}, tags: [] };
          for (const key of keys) {
            catalog.put('b', { key, etag: 'e', bytes: 0, modified: new Date(0), segments: [], details });
          }
          catalog.put('c', { key: 'a', etag: 'e', bytes: 0, modified: new Date(0), segments: [], details });
          const listed: string[] = [];
          let after = '';
          for (;;) {
            const page = listKeys(catalog, 'b', { prefix, delimiter, after, limit });
            const names = [...page.objects.map(({ key }) => key), ...page.commonPrefixes].sort(byBytes);
            expect(names.length).toBeLessThanOrEqual(limit);
            listed.push(...names);
            if (!page.truncated) break;
            expect(names.length).toBe(limit);
            after = page.last;
          }
          database.close();
          expect(listed).toEqual(model(keys, prefix, delimiter));
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('ListObjectsV2 and ListObjects', () => {
  const keys = ['a.txt', 'dir/1', 'dir/2', 'dir/sub/3', 'ü/q\'<>&".txt', 'z z+%', 'c\u0001d', '🎸'];
  let running: RunningS3;
  let s3: S3Client;
  const Bucket = 'quiet';

  beforeAll(async () => {
    running = await startLocalS3();
    s3 = running.client();
    for (const Key of keys) await s3.send(new PutObjectCommand({ Bucket, Key, Body: Key }));
  });
  afterAll(() => running.stop());

  async function allV2(more: object) {
    const found: (string | undefined)[] = [];
    let ContinuationToken: string | undefined;
    do {
      const page = await s3.send(new ListObjectsV2Command({ Bucket, ContinuationToken, ...more }));
      found.push(...(page.Contents ?? []).map(({ Key }) => Key));
      found.push(...(page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix));
      expect(page.KeyCount).toBe((page.Contents?.length ?? 0) + (page.CommonPrefixes?.length ?? 0));
      ContinuationToken = page.NextContinuationToken;
    } while (ContinuationToken !== undefined);
    return found;
  }

  it.each([1, 2, 1000])('pages through all keys, %i at a time', async (MaxKeys) => {
    expect(await allV2({ MaxKeys })).toEqual(model(keys, '', ''));
    expect(await allV2({ MaxKeys: 1, Delimiter: '/' })).toEqual(model(keys, '', '/'));
    expect(await allV2({ MaxKeys, Prefix: 'dir/', Delimiter: '/' })).toEqual(['dir/1', 'dir/2', 'dir/sub/']);
  });

  it('tells size, entity tag and date, and starts after a key', async () => {
    const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket, StartAfter: 'dir/1', MaxKeys: 1 }));
    expect(Contents).toMatchObject([{ Key: 'dir/2', Size: 5, ETag: expect.stringMatching(/^"\w{32}"$/) }]);
    expect(Contents?.[0]?.LastModified).toBeInstanceOf(Date);
  });

  it('encodes keys when asked to, gives nothing for max-keys 0, and refuses a token it did not write', async () => {
    const encoded = await s3.send(new ListObjectsV2Command({ Bucket, EncodingType: 'url', Prefix: 'z' }));
    expect(encoded.Contents?.[0]?.Key).toBe('z%20z%2B%25');
    const none = await s3.send(new ListObjectsV2Command({ Bucket, MaxKeys: 0 }));
    expect(none).toMatchObject({ KeyCount: 0, IsTruncated: false });
    await expect(
      s3.send(new ListObjectsV2Command({ Bucket, ContinuationToken: 'made up' })),
    ).rejects.toMatchObject({ name: 'InvalidArgument' });
  });

  it('pages the older way by markers', async () => {
    const found: (string | undefined)[] = [];
    let Marker: string | undefined;
    do {
      const page = await s3.send(new ListObjectsCommand({ Bucket, Marker, MaxKeys: 2, Delimiter: '/' }));
      found.push(...(page.Contents ?? []).map(({ Key }) => Key));
      found.push(...(page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix));
      Marker = page.NextMarker;
    } while (Marker !== undefined);
    expect(found.sort()).toEqual(model(keys, '', '/').sort());
  });
});
