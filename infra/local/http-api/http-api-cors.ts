import type { IncomingMessage } from 'node:http';
import type { HttpApiCors } from './http-api-config.ts';

/**
 * Whether this is a CORS preflight. Where the API has a CORS configuration, API Gateway adds the headers that it asks
 * for to the answer of the route that takes it (ANY and `$default` do), and answers itself where no route does.
 */
export function isPreflight(request: IncomingMessage): boolean {
  return (
    request.method === 'OPTIONS' &&
    request.headers.origin !== undefined &&
    request.headers['access-control-request-method'] !== undefined
  );
}

/** Headers that a preflight from this origin gets; none for an origin that is not allowed. */
export function preflightHeaders(cors: HttpApiCors, origin: string | undefined): Record<string, string> {
  const allowed = responseCorsHeaders(cors, origin);
  if (Object.keys(allowed).length === 0) return {};
  return {
    ...allowed,
    ...(cors.allowMethods && { 'access-control-allow-methods': cors.allowMethods.join(',') }),
    ...(cors.allowHeaders && { 'access-control-allow-headers': cors.allowHeaders.join(',') }),
    ...(cors.maxAgeSeconds !== undefined && { 'access-control-max-age': String(cors.maxAgeSeconds) }),
  };
}

/** Headers that any answer to this origin gets; API Gateway replaces those the function set. */
export function responseCorsHeaders(cors: HttpApiCors, origin: string | undefined): Record<string, string> {
  if (origin === undefined) return {};
  const origins = cors.allowOrigins ?? [];
  const any = origins.includes('*');
  if (!any && !origins.some((pattern) => matchesOrigin(pattern, origin))) return {};
  return {
    'access-control-allow-origin': any ? '*' : origin,
    ...(cors.allowCredentials === true && { 'access-control-allow-credentials': 'true' }),
    ...(cors.exposeHeaders && { 'access-control-expose-headers': cors.exposeHeaders.join(',') }),
  };
}

/** An origin as written, or a scheme for all of its origins ("https://*"). */
function matchesOrigin(pattern: string, origin: string): boolean {
  return pattern.endsWith('://*') ? origin.startsWith(pattern.slice(0, -1)) : pattern === origin;
}
