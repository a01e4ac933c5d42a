import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { BodyFiles } from './body-files.ts';
import type { S3Answer } from './s3-answer.ts';
import { storedBytes } from './stored-bytes.ts';

/**
 * Sends an answer; object bytes go out as fast as the client takes them. Nothing but headers goes out for
 * HEAD, 204 and 304.
 */
export async function sendAnswer(
  request: IncomingMessage,
  response: ServerResponse,
  files: BodyFiles,
  answer: S3Answer,
): Promise<void> {
  const { status, headers = {}, xml, body } = answer;
  try {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    if (body !== undefined) {
      response.writeHead(status);
      await pipeline(storedBytes(files, body.segments, body.start, body.bytes), response);
      return;
    }
    const text = xml === undefined ? '' : xml;
    if (xml !== undefined) response.setHeader('content-type', 'application/xml');
    const headersOnly = request.method === 'HEAD' || status === 204 || status === 304;
    if (!headersOnly) response.setHeader('content-length', Buffer.byteLength(text));
    response.writeHead(status);
    response.end(headersOnly ? undefined : text);
  } finally {
    body?.release();
  }
}
