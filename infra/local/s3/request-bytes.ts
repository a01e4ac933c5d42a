import type { IncomingMessage } from 'node:http';

/** The body of a request; leaving the loop early does not cut the connection, so an error can still be answered. */
export function requestBytes(request: IncomingMessage): AsyncIterable<Uint8Array> {
  return request.iterator({ destroyOnReturn: false });
}
