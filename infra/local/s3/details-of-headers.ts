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
 * A value that can be sent back as a header. Headers come in as Latin-1 text of their bytes; form fields
 * are Unicode, of which the UTF-8 bytes are kept.
 */
function headerValue(name: string, value: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
  if (/[\u0000-\u0008\u000a-\u001f\u007f]/.test(value)) {
    throw new AwsServiceError('InvalidArgument', `${name} must not hold control characters.`);
  }
  return /[\u0100-\uffff]/.test(value) ? Buffer.from(value, 'utf8').toString('latin1') : value;
}

/**
 * Takes from a request (or the fields of a form) what is kept with the object.
 * @throws {AwsServiceError} MetadataTooLarge above 2 KB of user metadata, InvalidTag, InvalidArgument for what no header can carry.
 */
export function detailsOfHeaders(headers: ReadonlyMap<string, string>): ObjectDetails {
  const kept: Record<string, string> = { 'content-type': 'binary/octet-stream' };
  for (const name of KEPT_HEADERS) {
    const value = headers.get(name);
    if (value !== undefined && value !== '') kept[name] = headerValue(name, value);
  }
  const encoding = contentEncoding(headers.get('content-encoding'));
  if (encoding !== '') kept['content-encoding'] = headerValue('content-encoding', encoding);
  const metadata: Record<string, string> = {};
  let metadataBytes = 0;
  for (const [name, value] of headers) {
    if (!name.startsWith(METADATA)) continue;
    if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name)) {
      throw new AwsServiceError('InvalidArgument', `"${name}" cannot be the name of a header.`);
    }
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
