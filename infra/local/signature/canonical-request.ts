import { parseQuery } from './parse-query.ts';
import { uriDecode } from './uri-decode.ts';
import { uriEncode } from './uri-encode.ts';

/** The parts of a request that SigV4 covers. */
export interface SignedParts {
  readonly method: string;
  readonly rawPath: string;
  readonly rawQuery: string;
  /** Lower-case names, values as received (latin1 text of the bytes), one entry per header line. */
  readonly headers: NodeJS.Dict<string[]>;
  readonly signedHeaders: readonly string[];
  readonly payloadHash: string;
  readonly service: string;
}

/** S3 signs the path encoded once, every other service signs it encoded twice. */
function canonicalPath(rawPath: string, service: string): string {
  const encodeSegment =
    service === 's3'
      ? (segment: string) => uriEncode(uriDecode(segment))
      : (segment: string) => uriEncode(segment);
  return rawPath.split('/').map(encodeSegment).join('/') || '/';
}

function canonicalQuery(rawQuery: string): string {
  return parseQuery(rawQuery)
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => [uriEncode(name), uriEncode(value)] as const)
    .sort(([a, x], [b, y]) => (a < b ? -1 : a > b ? 1 : x < y ? -1 : x > y ? 1 : 0))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

function canonicalHeaders(headers: NodeJS.Dict<string[]>, signedHeaders: readonly string[]): string {
  return signedHeaders
    .map((name) => {
      const values = (headers[name] ?? []).map((value) => value.trim().replace(/ +/g, ' '));
      return `${name}:${values.join(',')}\n`;
    })
    .join('');
}

/**
 * Builds the canonical request of SigV4 as the bytes to hash. Header values came in as latin1 text of the
 * bytes on the wire and leave as those same bytes.
 * Source: "Create a signed AWS API request" (canonical request).
 * @throws {AwsServiceError} InvalidURI for a path or query with broken escapes.
 */
export function canonicalRequest(parts: SignedParts): Buffer {
  return Buffer.from(
    [
      parts.method,
      canonicalPath(parts.rawPath, parts.service),
      canonicalQuery(parts.rawQuery),
      canonicalHeaders(parts.headers, parts.signedHeaders),
      parts.signedHeaders.join(';'),
      parts.payloadHash,
    ].join('\n'),
    'latin1',
  );
}
