import type { IncomingMessage } from 'node:http';
import { AwsServiceError } from '../aws-service-error.ts';

/**
 * Reads a request body into memory, up to a limit.
 *
 * A body that is too long is read on and thrown away, so that a client which only listens after it has
 * written everything still gets the answer.
 *
 * @throws AwsServiceError RequestEntityTooLargeException (413) beyond `maximumBytes`.
 */
export async function readBody(request: IncomingMessage, maximumBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    const buffer = Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk);
    bytes += buffer.length;
    if (bytes > maximumBytes) chunks.length = 0;
    else chunks.push(buffer);
  }
  if (bytes > maximumBytes) {
    throw new AwsServiceError(
      'RequestEntityTooLargeException',
      `The request body has ${bytes} bytes; at most ${maximumBytes} are accepted.`,
      413,
    );
  }
  return Buffer.concat(chunks);
}
