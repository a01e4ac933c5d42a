import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach } from 'vitest';

interface SeenRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** What the server does with a request, after it has read it whole. */
export type Answer = (response: ServerResponse, request: SeenRequest) => void;

export interface ScriptedServer {
  readonly url: string;
  readonly seen: SeenRequest[];
  /** How the next requests are answered; the last one stays. */
  answer(...answers: Answer[]): void;
  stop(): Promise<void>;
}

/** One server for the tests of a file, each of which begins with nothing seen. */
export function useScriptedServer(): ScriptedServer {
  let running: ScriptedServer | undefined;
  const server = () => {
    if (running === undefined) throw new Error('The server runs only during tests.');
    return running;
  };
  beforeAll(async () => {
    running = await startScriptedServer();
  });
  beforeEach(() => {
    server().seen.length = 0;
  });
  afterAll(() => running?.stop());
  return {
    get url() {
      return server().url;
    },
    get seen() {
      return server().seen;
    },
    answer: (...answers) => server().answer(...answers),
    stop: () => server().stop(),
  };
}

/** A real HTTP server on the loopback that answers as told, and remembers what it was asked. */
export async function startScriptedServer(): Promise<ScriptedServer> {
  const seen: SeenRequest[] = [];
  let script: Answer[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('error', () => undefined);
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      const whole = { method, url, headers, body: Buffer.concat(chunks) };
      seen.push(whole);
      const answer = script.length > 1 ? script.shift() : script[0];
      answer?.(response, whole);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (!isAddress(address)) throw new Error('the server has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    seen,
    answer(...answers) {
      script = answers;
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function isAddress(address: string | AddressInfo | null): address is AddressInfo {
  return typeof address === 'object' && address !== null;
}

/** Answers JSON. */
export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Answer {
  return (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
  };
}

/** Answers an error page. */
export function html(status: number): Answer {
  return (response) => {
    response.writeHead(status, { 'content-type': 'text/html' }).end('<html><h1>Oops</h1></html>');
  };
}

/** Cuts the connection without an answer. */
export const cut: Answer = (response) => {
  response.socket?.destroy();
};

/** Cuts the connection in the middle of the answer. */
export const cutInside: Answer = (response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
  response.write('{"success":true', () => response.socket?.destroy());
};

/** Never answers. */
export const silence: Answer = () => undefined;
