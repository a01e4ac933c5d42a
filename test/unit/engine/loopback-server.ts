import { createServer, type RequestListener } from 'node:http';

export interface LoopbackServer {
  readonly origin: string;
  close(): void;
}

/** A real HTTP server on this machine, for what goes out to links and webhooks. */
export async function loopbackServer(listener: RequestListener): Promise<LoopbackServer> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return {
    origin: `http://127.0.0.1:${address.port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
