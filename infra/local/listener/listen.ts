import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/** Answers one HTTP request. It settles when the answer has been written or given up. */
export type HandleRequest = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** An HTTP server that is listening. */
export interface Listener {
  readonly port: number;
  /** Without a trailing slash: "http://127.0.0.1:4566". */
  readonly url: string;
  /** Refuses new connections, cuts those that are open, and settles when all are gone. */
  stop(): Promise<void>;
}

/** Longer than clients keep idle connections, so that none is closed on a client just as it uses it again. */
const KEEP_ALIVE_MILLISECONDS = 75_000;

/**
 * Listens on the loopback interface and hands every request to `handle`.
 *
 * Only the loopback interface: what runs here stands for a private account, and must not be reachable from
 * the network. A handler that throws is a fault of the local cloud itself: the client gets a bare 500, and
 * the error goes to stderr, because nobody else would see it.
 *
 * @param port 0 picks a free one.
 * @throws the listen error, with a sentence on what to do, when the port is taken.
 */
export async function listen(handle: HandleRequest, port = 0): Promise<Listener> {
  const server = createServer(
    { requestTimeout: 0, keepAliveTimeout: KEEP_ALIVE_MILLISECONDS },
    (request, response) => {
      handle(request, response).catch((error: unknown) => {
        if (response.destroyed || request.readableAborted) return;
        console.error(`The local cloud failed on ${request.method} ${pathOnly(request.url)}:`, error);
        if (response.headersSent) response.destroy();
        else response.writeHead(500, { 'content-length': 0 }).end();
      });
    },
  );
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => {
      reject(
        new Error(`Could not listen on 127.0.0.1:${port}. Give another port, or 0 to take any free one.`, {
          cause: error,
        }),
      );
    });
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no TCP address.');
  return {
    port: address.port,
    url: `http://127.0.0.1:${address.port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The path without the query, which may carry a presigned signature. */
function pathOnly(url: string | undefined): string {
  return (url ?? '').split('?', 1)[0] ?? '';
}
