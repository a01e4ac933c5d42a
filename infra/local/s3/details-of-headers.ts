import { AwsServiceError } from '../aws-service-error.ts';
import type { ObjectDetails } from './object-details.ts';
import { tagsOfHeader } from './parse-tags.ts';

const KEPT_HEADERS = ['cache-control', 'content-disposition', 'content-language', 'content-type', 'expires'];
const METADATA = 'x-amz-meta-';
const MAXIMUM_METADATA_BYTES = 2048;

/** Content-Encoding without aws-chunked, which describes the transfer and not the object. */
function contentEncoding(header: string | undefined): string {
  return (header ?? '')
    .split(',')
    .map((coding) => coding.trim())
    .filter((coding) => coding !== '' && coding !== 'aws-chunked')
    .join(',');
}

/**
 * Takes from a request (or the fields of a form) what is kept with the object.
 * @throws {AwsServiceError} MetadataTooLarge above 2 KB of user metadata, InvalidTag.
 */
export function detailsOfHeaders(headers: ReadonlyMap<string, string>): ObjectDetails {
  const kept: Record<string, string> = { 'content-type': 'binary/octet-stream' };
  for (const name of KEPT_HEADERS) {
    const value = headers.get(name);
    if (value !== undefined && value !== '') kept[name] = value;
  }
  const encoding = contentEncoding(headers.get('content-encoding'));
  if (encoding !== '') kept['content-encoding'] = encoding;
  const metadata: Record<string, string> = {};
  let metadataBytes = 0;
  for (const [name, value] of headers) {
    if (!name.startsWith(METADATA)) continue;
    metadata[name.slice(METADATA.length)] = value;
    metadataBytes += Buffer.byteLength(name.slice(METADATA.length)) + Buffer.byteLength(value);
  }
  if (metadataBytes > MAXIMUM_METADATA_BYTES) {
    const message = 'Your metadata headers exceed the maximum allowed metadata size';
    throw new AwsServiceError('MetadataTooLarge', message, 400, {
      Size: String(metadataBytes),
      MaxSizeAllowed: String(MAXIMUM_METADATA_BYTES),
    });
  }
  return { headers: kept, metadata, tags: tagsOfHeader(headers.get('x-amz-tagging')) };
}
