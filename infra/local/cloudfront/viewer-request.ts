import type { IncomingMessage } from 'node:http';
import { splitTarget } from '../signature/split-target.ts';

/** A request without its body, as the viewer sent it or as a CloudFront Function made it. */
export interface ViewerRequest {
  readonly method: string;
  /** As in the request line, percent-encoded. */
  readonly path: string;
  /** Without the question mark, percent-encoded. */
  readonly query: string;
  /** By lower-case name, without cookies. */
  readonly headers: Readonly<Record<string, readonly string[]>>;
  /** "name=value" each. */
  readonly cookies: readonly string[];
  readonly httpVersion: string;
  /** IP address of the viewer. */
  readonly address: string;
}

/** Reads the line and the headers of a request. */
export function viewerRequest(request: IncomingMessage): ViewerRequest {
  const { rawPath, rawQuery } = splitTarget(request.url ?? '/');
  const headers: Record<string, readonly string[]> = {};
  for (const [name, values] of Object.entries(request.headersDistinct)) {
    if (values !== undefined && name !== 'cookie') headers[name] = values;
  }
  return {
    method: request.method ?? 'GET',
    path: rawPath,
    query: rawQuery,
    headers,
    cookies: (request.headers.cookie ?? '')
      .split(';')
      .map((cookie) => cookie.trim())
      .filter((cookie) => cookie !== ''),
    httpVersion: request.httpVersion,
    address: request.socket.remoteAddress ?? '127.0.0.1',
  };
}
