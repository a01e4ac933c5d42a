import { AwsServiceError } from '../../aws-service-error.ts';
import { LOCAL_ACCOUNT } from '../../location.ts';
import { bucketArn } from '../bucket-arn.ts';
import { countParameter } from '../count-parameter.ts';
import { listEncoding } from '../list-encoding.ts';
import { type ListedKeys, listKeys } from '../list-keys.ts';
import type { S3Answer } from '../s3-answer.ts';
import type { S3Call } from '../s3-call.ts';
import type { S3Context } from '../s3-context.ts';
import { writeXml, type XmlContent } from '../write-xml.ts';

/** Continuation tokens are opaque to clients; ours is the last thing listed, marked as ours. */
const TOKEN_PREFIX = 'after:';

function writeToken(last: string): string {
  return Buffer.from(`${TOKEN_PREFIX}${last}`, 'utf8').toString('base64url');
}

function readToken(token: string): string {
  const text = Buffer.from(token, 'base64url').toString('utf8');
  if (!text.startsWith(TOKEN_PREFIX)) {
    throw new AwsServiceError('InvalidArgument', 'The continuation token provided is incorrect');
  }
  return text.slice(TOKEN_PREFIX.length);
}

function contents(page: ListedKeys, encode: (text: string) => string, owner: boolean): XmlContent {
  return page.objects.map((object) => ({
    Key: encode(object.key),
    LastModified: object.modified.toISOString(),
    ETag: `"${object.etag}"`,
    Size: object.bytes,
    StorageClass: 'STANDARD',
    Owner: owner ? { ID: LOCAL_ACCOUNT } : undefined,
  }));
}

/** ListObjectsV2, and the older ListObjects when list-type is absent. */
export function listObjects(context: S3Context, call: S3Call): S3Answer {
  const { bucket, query } = call;
  context.authorize(call.principal, 's3:ListBucket', bucketArn(bucket));
  const version2 = query.get('list-type') === '2';
  if (query.has('list-type') && !version2) {
    throw new AwsServiceError('InvalidArgument', 'list-type must be 2 or absent.');
  }
  const encode = listEncoding(query);
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const token = version2 ? query.get('continuation-token') : undefined;
  const start = (version2 ? query.get('start-after') : query.get('marker')) ?? '';
  const limit = countParameter(query, 'max-keys');
  const after = token === undefined ? start : readToken(token);
  const page = listKeys(context.objects, bucket, { prefix, delimiter, after, limit });
  const paging: { [name: string]: XmlContent } = version2
    ? {
        KeyCount: page.objects.length + page.commonPrefixes.length,
        ContinuationToken: token,
        NextContinuationToken: page.truncated ? writeToken(page.last) : undefined,
        StartAfter: query.has('start-after') ? encode(start) : undefined,
      }
    : {
        Marker: encode(start),
        NextMarker: page.truncated && delimiter !== '' ? encode(page.last) : undefined,
      };
  const xml = writeXml('ListBucketResult', {
    Name: bucket,
    Prefix: encode(prefix),
    Delimiter: delimiter === '' ? undefined : encode(delimiter),
    MaxKeys: limit,
    EncodingType: query.get('encoding-type'),
    IsTruncated: page.truncated,
    ...paging,
    Contents: contents(page, encode, !version2 || query.get('fetch-owner') === 'true'),
    CommonPrefixes: page.commonPrefixes.map((text) => ({ Prefix: encode(text) })),
  });
  return { status: 200, xml };
}
