import { createServer, type IncomingHttpHeaders } from 'node:http';

interface ReceivedPost {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A server that the Engine meets outside: it holds songs to fetch, and receives webhooks. */
export interface OutsideServer {
  readonly url: string;
  /** By path, what a GET answers. */
  readonly files: Map<string, Uint8Array>;
  /** Everything that was posted, in order. */
  readonly posts: readonly ReceivedPost[];
  stop(): Promise<void>;
}

/** @param refusedPosts how many posts are answered with 503 before one is taken */
export async function startOutsideServer(refusedPosts = 0): Promise<OutsideServer> {
  const files = new Map<string, Uint8Array>();
  const posts: ReceivedPost[] = [];
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      if (incoming.method === 'POST') {
        posts.push({ headers: incoming.headers, body: Buffer.concat(chunks).toString() });
        outgoing.writeHead(posts.length > refusedPosts ? 200 : 503).end();
        return;
      }
      const file = files.get(incoming.url ?? '/');
      if (file === undefined) outgoing.writeHead(404).end();
      else outgoing.writeHead(200, { 'content-length': file.length, 'content-type': 'audio/wav' }).end(file);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return {
    url: `http://127.0.0.1:${address.port}`,
    files,
    posts,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
