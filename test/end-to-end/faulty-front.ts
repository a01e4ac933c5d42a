import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';

/** What goes wrong with one request. */
export type Fault =
  /** An answer of the front's own; the server behind never hears of the request. */
  | { readonly kind: 'answer'; readonly status: number; readonly contentType: string; readonly body: string }
  /** The connection is cut before the server behind hears of the request. */
  | { readonly kind: 'cut-before' }
  /** The server behind does its work, and its answer is lost. */
  | { readonly kind: 'cut-after' }
  /** The answer is cut in the middle of its body. */
  | { readonly kind: 'cut-body'; readonly afterBytes: number };

/** Decides what goes wrong with a request; undefined lets it through. */
type FaultPlan = (path: string, occurrence: number) => Fault | undefined;

interface SeenRequest {
  readonly method: string;
  /** Path without the query, which may hold a token. */
  readonly path: string;
}

/** A proxy in front of a server, which does to requests what networks and overloaded services do. */
export interface FaultyFront {
  readonly url: string;
  /** Every request that came, in order, faulted or not. */
  readonly seen: SeenRequest[];
  standBefore(target: string): void;
  plan(plan: FaultPlan): void;
  stop(): Promise<void>;
}

export async function startFaultyFront(): Promise<FaultyFront> {
  let target: string | undefined;
  let faultOf: FaultPlan = () => undefined;
  const seen: SeenRequest[] = [];

  const server = createServer((incoming, outgoing) => {
    const path = (incoming.url ?? '/').split('?')[0] ?? '/';
    seen.push({ method: incoming.method ?? 'GET', path });
    const occurrence = seen.filter((request) => request.path === path).length;
    const fault = faultOf(path, occurrence);
    if (fault?.kind === 'answer') {
      incoming.resume();
      outgoing.writeHead(fault.status, { 'content-type': fault.contentType }).end(fault.body);
    } else if (fault?.kind === 'cut-before') {
      incoming.socket.destroy();
    } else if (target === undefined) {
      outgoing.writeHead(503).end();
    } else {
      pass(target, incoming, outgoing, fault);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  return {
    url: `http://127.0.0.1:${portOf(server)}`,
    seen,
    standBefore: (url) => {
      target = url;
    },
    plan: (plan) => {
      faultOf = plan;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function pass(target: string, incoming: IncomingMessage, outgoing: ServerResponse, fault?: Fault): void {
  const { hostname, port } = new URL(target);
  const behind = request(
    { hostname, port, method: incoming.method, path: incoming.url, headers: incoming.headers },
    (answer) => {
      if (fault?.kind === 'cut-after') {
        answer.resume();
        answer.on('end', () => incoming.socket.destroy());
        return;
      }
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      if (fault?.kind === 'cut-body') passSome(answer, outgoing, fault.afterBytes);
      else answer.pipe(outgoing);
    },
  );
  behind.on('error', () => outgoing.destroy());
  incoming.pipe(behind);
}

function passSome(answer: IncomingMessage, outgoing: ServerResponse, bytes: number): void {
  let left = bytes;
  answer.on('data', (chunk: Buffer) => {
    outgoing.write(chunk.subarray(0, left));
    left -= chunk.length;
    if (left <= 0) {
      answer.destroy();
      // Let what was written leave before the connection goes.
      setImmediate(() => outgoing.destroy());
    }
  });
  answer.on('error', () => outgoing.destroy());
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string')
    throw new Error('The server does not listen on a port.');
  return address.port;
}
