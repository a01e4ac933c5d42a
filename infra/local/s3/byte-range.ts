import { AwsServiceError } from '../aws-service-error.ts';

/** A run of bytes to send. */
export interface ByteRange {
  readonly start: number;
  readonly bytes: number;
}

/**
 * Reads a Range header against an object's size: "bytes=0-9", "bytes=10-", "bytes=-5". Undefined means the
 * whole object: no header, a malformed one, or several ranges, which S3 does not serve.
 * @throws {AwsServiceError} InvalidRange (416) when nothing of the object is in the range.
 */
export function byteRange(header: string | undefined, size: number): ByteRange | undefined {
  const match = /^\s*bytes\s*=\s*(\d*)\s*-\s*(\d*)\s*$/.exec(header ?? '');
  if (match === null) return undefined;
  const [, first = '', last = ''] = match;
  if (first === '' && last === '') return undefined;
  if (first !== '' && last !== '' && Number(last) < Number(first)) return undefined;
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === '' || last === '' ? size : Math.min(Number(last) + 1, size);
  if (start >= end) {
    throw new AwsServiceError('InvalidRange', 'The requested range is not satisfiable', 416, {
      RangeRequested: header ?? '',
      ActualObjectSize: String(size),
    });
  }
  return { start, bytes: end - start };
}
