import type { IncomingMessage } from 'node:http';

/** A presigned URL says these about a body that did not exist when it was signed; S3 takes no notice of them. */
const NOT_TAKEN_FROM_QUERY =
  /^x-amz-(checksum-(?!algorithm$|mode$|type$)|sdk-checksum-algorithm$|content-sha256$)/;

/**
 * The headers of a request by lower-case name, together with the x-amz-* headers that presigning moved
 * into the (signed) query.
 */
export function callHeaders(
  request: IncomingMessage,
  query: readonly (readonly [string, string])[],
): Map<string, string> {
  const headers = new Map<string, string>();
  for (const [name, value] of query) {
    const lower = name.toLowerCase();
    if (lower.startsWith('x-amz-') && !NOT_TAKEN_FROM_QUERY.test(lower)) headers.set(lower, value);
  }
  for (const [name, values] of Object.entries(request.headersDistinct)) {
    if (values !== undefined) headers.set(name, values.join(','));
  }
  return headers;
}
