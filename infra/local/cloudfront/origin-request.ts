import { uriDecode } from '../signature/uri-decode.ts';
import { uriEncode } from '../signature/uri-encode.ts';
import type { Behavior, DistributionConfig, HttpOrigin, S3Origin } from './distribution-config.ts';
import { forwardedHeaders, forwardedQuery } from './forwarded-headers.ts';
import { signS3Read } from './sign-s3-read.ts';
import type { ViewerRequest } from './viewer-request.ts';

/** A request as it goes to an origin. */
export interface OriginRequest {
  readonly url: URL;
  /** Path and query exactly as written on the wire; `url` would normalise them. */
  readonly target: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly readTimeoutSeconds: number;
}

const DEFAULT_READ_TIMEOUT_SECONDS = 30;

/**
 * Makes the origin's request of a viewer's one.
 *
 * @throws AwsServiceError InvalidURI when the path of a read from S3 is not valid percent-encoding.
 */
export function originRequest(
  config: DistributionConfig,
  behavior: Behavior,
  viewer: ViewerRequest,
): OriginRequest {
  const origin = config.origins[behavior.targetOriginId];
  if (origin === undefined) throw new Error(`No origin "${behavior.targetOriginId}" in ${config.id}.`);
  const path = viewer.path === '/' && config.defaultRootObject ? `/${config.defaultRootObject}` : viewer.path;
  const query = forwardedQuery(viewer.query, behavior.forward.queryStrings);
  const via = `${viewer.httpVersion} ${config.domainName} (CloudFront)`;
  const headers = forwardedHeaders(viewer, behavior.forward, via);
  const shared = {
    method: viewer.method,
    readTimeoutSeconds: origin.readTimeoutSeconds ?? DEFAULT_READ_TIMEOUT_SECONDS,
  };
  return origin.kind === 'http'
    ? { ...shared, ...toHttpOrigin(origin, path, query, headers) }
    : { ...shared, ...toS3Origin(origin, shared.method, path, query, headers) };
}

function toHttpOrigin(
  origin: HttpOrigin,
  path: string,
  query: string,
  headers: Readonly<Record<string, string | string[]>>,
) {
  const url = new URL(origin.url);
  return {
    url,
    target: `${origin.originPath ?? ''}${path}${query === '' ? '' : `?${query}`}`,
    headers: { host: url.host, ...headers, ...origin.customHeaders },
  };
}

/**
 * The key is decoded and encoded again the one way SigV4 knows, since a viewer may escape more or less than
 * needed and still mean the same key.
 */
function toS3Origin(
  origin: S3Origin,
  method: string,
  path: string,
  query: string,
  headers: Readonly<Record<string, string | string[]>>,
) {
  const url = new URL(origin.endpoint);
  const key = `${origin.originPath ?? ''}${path}`.split('/').map((part) => uriEncode(uriDecode(part)));
  const rawPath = `/${origin.bucket}${key.join('/')}`;
  const unsigned = Object.entries(headers).filter(
    ([name]) => !name.startsWith('x-amz-') && name !== 'authorization' && name !== 'host',
  );
  const signed =
    method === 'OPTIONS'
      ? { host: url.host }
      : signS3Read({
          method,
          rawPath,
          rawQuery: query,
          host: url.host,
          region: origin.region,
          credentials: origin.credentials,
          date: new Date(),
        });
  return {
    url,
    target: `${rawPath}${query === '' ? '' : `?${query}`}`,
    headers: { ...Object.fromEntries(unsigned), ...signed },
  };
}
