import type { IncomingMessage } from 'node:http';
import { LOCAL_ACCOUNT } from '../location.ts';
import { splitTarget } from '../signature/split-target.ts';
import type { RouteMatch } from './route-table.ts';

/** What the event says beside the request itself. */
export interface EventFacts {
  readonly apiId: string;
  readonly stage: string;
  readonly requestId: string;
  readonly match: RouteMatch;
  readonly body: Buffer;
  readonly received: Date;
}

export type HttpApiEvent = ReturnType<typeof httpApiEvent>;

/**
 * Builds the event of payload format 2.0 from an HTTP request.
 *
 * As HTTP APIs do: header names are lower-cased and repeated ones joined by a comma, cookies move to a field
 * of their own, repeated query parameters are joined by a comma, and both `rawPath` and the path parameters
 * are percent-decoded while `rawQueryString` is not.
 *
 * @throws URIError when the path is not valid percent-encoding.
 */
export function httpApiEvent(request: IncomingMessage, facts: EventFacts) {
  const { rawPath: path, rawQuery: query } = splitTarget(request.url ?? '/');
  const headers = joinHeaders(request);
  const cookies = headers.cookie?.split(';').map((cookie) => cookie.trim());
  delete headers.cookie;
  headers['content-length'] = String(facts.body.length);
  delete headers['transfer-encoding'];
  delete headers.connection;
  const { sourceIp, ...forwarded } = forwardedHeaders(request, headers);
  const parameters = joinParameters(query);
  const isText = isTextBody(headers['content-type']);
  const decodedPath = decodeURIComponent(path);
  return {
    version: '2.0',
    routeKey: facts.match.route.routeKey,
    rawPath: decodedPath,
    rawQueryString: query,
    ...(cookies !== undefined && { cookies }),
    headers: { ...headers, ...forwarded },
    ...(query !== '' && { queryStringParameters: parameters }),
    requestContext: {
      accountId: LOCAL_ACCOUNT,
      apiId: facts.apiId,
      domainName: headers.host ?? '',
      domainPrefix: (headers.host ?? '').split('.', 1)[0] ?? '',
      http: {
        method: request.method ?? 'GET',
        path: decodedPath,
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp,
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: facts.requestId,
      routeKey: facts.match.route.routeKey,
      stage: facts.stage,
      time: commonLogTime(facts.received),
      timeEpoch: facts.received.getTime(),
    },
    ...(Object.keys(facts.match.pathParameters).length > 0 && { pathParameters: facts.match.pathParameters }),
    ...(facts.body.length > 0 && { body: facts.body.toString(isText ? 'utf8' : 'base64') }),
    isBase64Encoded: facts.body.length > 0 && !isText,
  };
}

/** Time as in access logs: "10/Apr/2026:13:30:05 +0000". */
export function commonLogTime(date: Date): string {
  const [, day, month, year, time] = /^\w+, (\d+) (\w+) (\d+) ([\d:]+)/.exec(date.toUTCString()) ?? [];
  return `${day}/${month}/${year}:${time} +0000`;
}

/**
 * API Gateway hands on as text only text/*, JSON, XML and JavaScript, by exactly these types. All else is
 * base64, and that includes forms (multipart/form-data and application/x-www-form-urlencoded alike) and a
 * body without a content type.
 */
function isTextBody(contentType: string | undefined): boolean {
  const type = (contentType ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
  return (
    type.startsWith('text/') ||
    ['application/json', 'application/xml', 'application/javascript'].includes(type)
  );
}

function joinHeaders(request: IncomingMessage): Record<string, string> {
  const joined: Record<string, string> = {};
  for (const [name, values] of Object.entries(request.headersDistinct)) {
    joined[name] = (values ?? []).join(name === 'cookie' ? ';' : ',');
  }
  return joined;
}

function joinParameters(query: string): Record<string, string> {
  const joined = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(query)) {
    const before = joined.get(name);
    joined.set(name, before === undefined ? value : `${before},${value}`);
  }
  return Object.fromEntries(joined);
}

function forwardedHeaders(request: IncomingMessage, headers: Readonly<Record<string, string>>) {
  const sourceIp = request.socket.remoteAddress ?? '127.0.0.1';
  const before = headers['x-forwarded-for'];
  return {
    sourceIp,
    'x-forwarded-for': before === undefined ? sourceIp : `${before}, ${sourceIp}`,
    'x-forwarded-port': String(request.socket.localPort ?? 80),
    'x-forwarded-proto': 'http',
  };
}
