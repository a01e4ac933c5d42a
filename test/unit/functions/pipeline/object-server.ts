import { createServer, type IncomingMessage } from 'node:http';
import { S3Client } from '@aws-sdk/client-s3';

export interface StoredObject {
  readonly body: Buffer;
  readonly headers: IncomingMessage['headers'];
}

/**
 * Just enough of S3 on the loopback to watch what is stored: PUT keeps whole bodies only, GET knows ranges and
 * `If-Match` with the etag `"e1"`.
 */
export async function startObjectServer() {
  const objects = new Map<string, StoredObject>();
  const reads: string[] = [];
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://x').pathname);
    const chunks: Buffer[] = [];
    request.on('error', () => undefined);
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      if (!request.complete) return;
      if (request.method === 'PUT') {
        objects.set(path, { body: Buffer.concat(chunks), headers: request.headers });
        response.writeHead(200, { etag: '"e1"' }).end();
        return;
      }
      const object = objects.get(path);
      const range = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '');
      if (object === undefined || (request.headers['if-match'] ?? '"e1"') !== '"e1"') {
        const code = object === undefined ? 'NoSuchKey' : 'PreconditionFailed';
        response.writeHead(object === undefined ? 404 : 412, { 'content-type': 'application/xml' });
        response.end(`<Error><Code>${code}</Code><Message>no</Message></Error>`);
        return;
      }
      reads.push(request.headers.range ?? 'all');
      const part = range ? object.body.subarray(Number(range[1]), Number(range[2]) + 1) : object.body;
      response
        .writeHead(range ? 206 : 200, { 'content-length': String(part.length), etag: '"e1"' })
        .end(part);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('the server has no port');
  const s3 = new S3Client({
    endpoint: `http://127.0.0.1:${address.port}`,
    region: 'eu-west-1',
    forcePathStyle: true,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
    // Bodies arrive as they are, without the chunks of a checksum trailer.
    requestChecksumCalculation: 'WHEN_REQUIRED',
  });
  return {
    s3,
    objects,
    reads,
    put(path: string, body: Buffer) {
      objects.set(path, { body, headers: {} });
    },
    async stop() {
      s3.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
