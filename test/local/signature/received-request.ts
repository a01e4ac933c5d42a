import { createServer, type IncomingMessage, request } from 'node:http';

/**
 * Sends one real HTTP request over loopback, exactly as spelt, and gives back what the server received.
 * Signatures are about bytes on the wire, so a hand-made IncomingMessage would prove little.
 */
export async function receivedRequest(sent: {
  method: string;
  target: string;
  headers: Readonly<Record<string, string | readonly string[]>>;
}): Promise<IncomingMessage> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The test server has no port.');
  try {
    return await new Promise<IncomingMessage>((resolve, reject) => {
      server.once('request', (received, response) => {
        response.end();
        resolve(received);
      });
      const outgoing = request({
        host: '127.0.0.1',
        port: address.port,
        method: sent.method,
        path: sent.target,
        setHost: false,
        agent: false,
      });
      for (const [name, value] of Object.entries(sent.headers)) outgoing.setHeader(name, value);
      outgoing.on('error', reject);
      outgoing.on('response', (response) => response.resume());
      outgoing.end();
    });
  } finally {
    server.closeAllConnections();
    server.close();
  }
}
