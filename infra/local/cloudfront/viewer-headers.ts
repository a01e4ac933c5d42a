import type { IncomingHttpHeaders } from 'node:http';
import type { ResponseHeadersPolicy } from './distribution-config.ts';

type Cors = NonNullable<ResponseHeadersPolicy['cors']>;
type Headers = Record<string, string | readonly string[]>;

const HOP_BY_HOP = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'trailer',
  'transfer-encoding',
  'upgrade',
];

/** The headers that a viewer gets: the origin's, as the response headers policy changes them. */
export function viewerHeaders(
  fromOrigin: IncomingHttpHeaders,
  policy: ResponseHeadersPolicy | undefined,
  viewerOrigin: string | undefined,
): Headers {
  const headers: Headers = {};
  for (const [name, value] of Object.entries(fromOrigin)) {
    if (value !== undefined && !HOP_BY_HOP.includes(name)) headers[name] = value;
  }
  if (policy === undefined) return headers;
  for (const name of policy.removeHeaders ?? []) delete headers[name.toLowerCase()];
  if (policy.cors !== undefined) applyCors(headers, policy.cors, viewerOrigin);
  for (const { header, value, override } of policy.customHeaders ?? []) {
    const name = header.toLowerCase();
    if (override || headers[name] === undefined) headers[name] = value;
  }
  return headers;
}

function applyCors(headers: Headers, cors: Cors, viewerOrigin: string | undefined): void {
  if (viewerOrigin === undefined) return;
  const fromOrigin = Object.keys(headers).filter((name) => name.startsWith('access-control-'));
  if (fromOrigin.length > 0 && !cors.originOverride) return;
  for (const name of fromOrigin) delete headers[name];
  const any = cors.allowOrigins.includes('*');
  if (!any && !cors.allowOrigins.some((allowed) => matchesOrigin(allowed, viewerOrigin))) return;
  headers['access-control-allow-origin'] = any && !cors.allowCredentials ? '*' : viewerOrigin;
  headers['access-control-allow-methods'] = cors.allowMethods.join(', ');
  headers['access-control-allow-headers'] = cors.allowHeaders.join(', ');
  if (cors.exposeHeaders?.length) headers['access-control-expose-headers'] = cors.exposeHeaders.join(', ');
  if (cors.allowCredentials) headers['access-control-allow-credentials'] = 'true';
  if (cors.maxAgeSeconds !== undefined) headers['access-control-max-age'] = String(cors.maxAgeSeconds);
}

/** One origin, or all below a domain ("https://*.example.org"). */
function matchesOrigin(allowed: string, origin: string): boolean {
  const [before, after] = allowed.split('*', 2);
  if (after === undefined || before === undefined) return allowed === origin;
  return origin.length >= before.length + after.length && origin.startsWith(before) && origin.endsWith(after);
}
