import { AwsServiceError } from '../aws-service-error.ts';
import { uriDecode } from '../signature/uri-decode.ts';

/** Which bucket and object a request is about; empty when it is about none. */
export interface S3Address {
  readonly bucket: string;
  readonly key: string;
}

/** The bucket in a host name such as "bucket.localhost:4566" or "bucket.s3.localhost"; "" when there is none. */
function hostBucket(host: string): string {
  const match = /^(.+?)(?:\.s3)?\.localhost(?::\d+)?$/i.exec(host);
  const bucket = match?.[1] ?? '';
  return bucket === 's3' ? '' : bucket.toLowerCase();
}

/**
 * Reads the address of a request: "/bucket/key" (path style), or "/key" at the host "bucket.localhost".
 * The key is everything that follows, decoded once; slashes in it mean nothing.
 * @throws {AwsServiceError} InvalidURI.
 */
export function s3Address(host: string, rawPath: string): S3Address {
  if (!rawPath.startsWith('/')) throw new AwsServiceError('InvalidURI', "Couldn't parse the specified URI.");
  const bucket = hostBucket(host);
  const path = rawPath.slice(1);
  if (bucket !== '') return { bucket, key: uriDecode(path) };
  const slash = path.indexOf('/');
  if (slash < 0) return { bucket: uriDecode(path), key: '' };
  return { bucket: uriDecode(path.slice(0, slash)), key: uriDecode(path.slice(slash + 1)) };
}
