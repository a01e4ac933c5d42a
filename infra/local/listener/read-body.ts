import type { IncomingMessage } from 'node:http';

/**
 * Reads a request body into memory, up to a limit.
 *
 * A body that is too long is read on and thrown away, so that a client which only listens after it has
 * written everything still gets the answer.
 *
 * @returns undefined beyond `maximumBytes`.
 */
export async function readBody(request: IncomingMessage, maximumBytes: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    const buffer = Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk);
    bytes += buffer.length;
    if (bytes > maximumBytes) chunks.length = 0;
    else chunks.push(buffer);
  }
  return bytes > maximumBytes ? undefined : Buffer.concat(chunks);
}
