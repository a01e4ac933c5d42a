import { AwsServiceError } from '../../aws-service-error.ts';
import { type ByteRange, byteRange } from '../byte-range.ts';
import { checkReadConditions } from '../check-read-conditions.ts';
import { checksumHeaders } from '../checksum-headers.ts';
import { findObject } from '../find-object.ts';
import { matchesEtag } from '../matches-etag.ts';
import { metadataHeader } from '../metadata-header.ts';
import { objectArn } from '../object-arn.ts';
import type { ObjectRecord } from '../object-record.ts';
import type { S3Answer } from '../s3-answer.ts';
import type { S3Call } from '../s3-call.ts';
import type { S3Context } from '../s3-context.ts';

const OVERRIDES = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-type',
  'expires',
];

/** Where the part lies that ?partNumber= asks for. */
function partRange(record: ObjectRecord, partNumber: string): ByteRange {
  const index = Number(partNumber) - 1;
  const part = record.segments[index];
  if (part === undefined) {
    throw new AwsServiceError('InvalidPartNumber', 'The requested partnumber is not satisfiable', 416);
  }
  const start = record.segments.slice(0, index).reduce((sum, { bytes }) => sum + bytes, 0);
  return { start, bytes: part.bytes };
}

function chosenRange(call: S3Call, record: ObjectRecord): ByteRange | undefined {
  const partNumber = call.query.get('partNumber');
  const range = call.headers.get('range');
  if (partNumber !== undefined) {
    if (range === undefined) return partRange(record, partNumber);
    const message = 'Cannot specify both Range header and partNumber query parameter';
    throw new AwsServiceError('InvalidRequest', message);
  }
  const ifRange = call.headers.get('if-range');
  const stale = ifRange?.includes('"') === true && !matchesEtag(ifRange, record.etag);
  return stale ? undefined : byteRange(range, record.bytes);
}

/** The signed query may replace headers of the answer. @throws {AwsServiceError} InvalidArgument. */
function overriddenHeaders(query: ReadonlyMap<string, string>): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const name of OVERRIDES) {
    const value = query.get(`response-${name}`);
    if (value === undefined) continue;
    if (!/^[\t\x20-\x7e\xa0-\xff]*$/.test(value)) {
      const message = `Header value cannot be represented using ISO-8859-1: response-${name}`;
      throw new AwsServiceError('InvalidArgument', message);
    }
    headers[name] = value;
  }
  return headers;
}

function describingHeaders(call: S3Call, record: ObjectRecord): Record<string, string> {
  const { details } = record;
  const headers: Record<string, string> = {
    etag: `"${record.etag}"`,
    'last-modified': record.modified.toUTCString(),
    'accept-ranges': 'bytes',
    ...details.headers,
    ...overriddenHeaders(call.query),
  };
  for (const [name, value] of Object.entries(details.metadata)) {
    headers[`x-amz-meta-${name}`] = metadataHeader(value);
  }
  if (details.tags.length > 0) headers['x-amz-tagging-count'] = String(details.tags.length);
  return headers;
}

/** GetObject and HeadObject: whole, a range or a part; conditions; headers replaced by the signed query. */
export function getObject(context: S3Context, call: S3Call): S3Answer {
  const { bucket, key } = call;
  context.authorize(call.principal, 's3:GetObject', objectArn(bucket, key));
  const record = findObject(context, call, bucket, key);
  const headers = describingHeaders(call, record);
  if (checkReadConditions(call.headers, record) === 'not-modified') {
    return {
      status: 304,
      headers: { etag: `"${record.etag}"`, 'last-modified': record.modified.toUTCString() },
    };
  }
  const range = chosenRange(call, record);
  const { start, bytes } = range ?? { start: 0, bytes: record.bytes };
  headers['content-length'] = String(bytes);
  if (range !== undefined && record.bytes > 0) {
    headers['content-range'] = `bytes ${start}-${start + bytes - 1}/${record.bytes}`;
  }
  if (call.query.has('partNumber') && record.etag.includes('-')) {
    headers['x-amz-mp-parts-count'] = String(record.segments.length);
  }
  // A client would hold the checksum of the whole object against the part it got.
  if (call.headers.get('x-amz-checksum-mode')?.toUpperCase() === 'ENABLED' && range === undefined) {
    Object.assign(headers, checksumHeaders(record.details.checksum));
  }
  const status = range === undefined ? 200 : 206;
  if (call.request.method === 'HEAD') return { status, headers };
  const release = context.files.hold(record.segments.map(({ file }) => file));
  return { status, headers, body: { segments: record.segments, start, bytes, release } };
}
