/**
 * User metadata as a header value. S3 reads the bytes of a header as Latin-1 and sends what is not
 * printable ASCII as an RFC 2047 encoded word in UTF-8, so a client that sent raw UTF-8 gets each of its
 * bytes back as a character of its own.
 * Source: "Working with object metadata", Amazon S3 User Guide (the x-amz-meta-nonascii example).
 */
export function metadataHeader(value: string): string {
  if (/^[\x20-\x7e]*$/.test(value)) return value;
  return `=?UTF-8?B?${Buffer.from(value, 'utf8').toString('base64')}?=`;
}
