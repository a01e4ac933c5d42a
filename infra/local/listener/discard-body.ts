import type { IncomingMessage } from 'node:http';

/**
 * Reads the rest of a request and throws it away, so that a client which only listens after it has written
 * everything gets the answer instead of a broken connection. Beyond the limit the connection is cut: nobody
 * need take in an endless body.
 */
export function discardBody(request: IncomingMessage, maximumBytes: number): void {
  let bytes = 0;
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > maximumBytes) request.destroy();
  });
  // The client has its answer; that it stops sending then is no fault.
  request.on('error', () => {});
  request.resume();
}
