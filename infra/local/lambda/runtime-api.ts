import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as z from 'zod';
import type { InvokeError } from './invoke-result.ts';

/** One event on its way to an execution environment. */
export interface Invocation {
  readonly requestId: string;
  readonly functionArn: string;
  /** The event, as JSON text. */
  readonly payload: string;
  /** Epoch milliseconds. */
  readonly deadlineMs: number;
}

/** What the Runtime API tells the owner of one execution environment. */
interface RuntimeSession {
  /** The environment is ready and waits; `deliver` hands it its next event. */
  onNext(deliver: (invocation: Invocation) => void): void;
  onResponse(requestId: string, payload: unknown): void;
  /** `ending`: the environment goes down with this error and must get no further event. */
  onError(requestId: string, error: InvokeError, ending: boolean): void;
  onInitError(error: InvokeError): void;
}

/** The local Runtime API: one HTTP server for every environment, a path of its own for each. */
export interface RuntimeApi {
  /** Opens a session; `address` is what the environment gets as AWS_LAMBDA_RUNTIME_API. */
  open(session: RuntimeSession): { readonly address: string; close(): void };
  stop(): Promise<void>;
}

/** Largest response of a synchronous invocation, in bytes (6 MiB and AWS's own envelope). */
const RESPONSE_LIMIT_BYTES = 6_291_556;

const errorBody = z.object({
  errorType: z.string(),
  errorMessage: z.string(),
  trace: z.array(z.string()).optional(),
});

/** Starts the server on a free loopback port. */
export async function startRuntimeApi(): Promise<RuntimeApi> {
  const sessions = new Map<string, RuntimeSession>();
  const server = createServer((request, response) => {
    answer(sessions, request, response).catch((error: unknown) => {
      // A broken connection: the environment's end is noticed by its exit, nothing is left to answer.
      response.destroy(error instanceof Error ? error : undefined);
    });
  });
  // An environment may wait for its next event, or think, for as long as it likes.
  server.requestTimeout = 0;
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const port = portOf(server.address());

  return {
    open(session) {
      const id = randomUUID();
      sessions.set(id, session);
      return { address: `127.0.0.1:${port}/${id}`, close: () => sessions.delete(id) };
    },
    async stop() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('The Runtime API has no TCP port.');
  return address.port;
}

async function answer(
  sessions: ReadonlyMap<string, RuntimeSession>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const [, id, , , subject, requestId, verb] = (request.url ?? '').split('/');
  const session = sessions.get(id ?? '');
  if (session === undefined) {
    response.writeHead(403).end();
    return;
  }
  if (request.method === 'GET' && subject === 'invocation' && requestId === 'next') {
    session.onNext((invocation) => deliver(response, invocation));
    return;
  }
  const body = await readBody(request);
  if (subject === 'init') session.onInitError(parseError(body));
  else if (verb === 'error') {
    const ending = request.headers['local-environment'] === 'ending';
    session.onError(requestId ?? '', parseError(body), ending);
  } else if (verb === 'response') respond(session, requestId ?? '', body);
  else {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(202, { 'content-type': 'application/json' }).end('{"status":"OK"}');
}

function deliver(response: ServerResponse, invocation: Invocation): void {
  response
    .writeHead(200, {
      'content-type': 'application/json',
      'lambda-runtime-aws-request-id': invocation.requestId,
      'lambda-runtime-deadline-ms': String(invocation.deadlineMs),
      'lambda-runtime-invoked-function-arn': invocation.functionArn,
      'lambda-runtime-trace-id': `Root=1-${Math.floor(Date.now() / 1000).toString(16)}-${randomUUID().replaceAll('-', '').slice(0, 24)};Sampled=0`,
    })
    .end(invocation.payload);
}

function respond(session: RuntimeSession, requestId: string, body: Buffer | undefined): void {
  if (body === undefined) {
    const errorMessage = `Response payload size exceeded maximum allowed payload size (${RESPONSE_LIMIT_BYTES} bytes).`;
    session.onError(requestId, { errorType: 'Function.ResponseSizeTooLarge', errorMessage }, false);
    return;
  }
  const payload: unknown = JSON.parse(body.toString('utf8'));
  session.onResponse(requestId, payload);
}

function parseError(body: Buffer | undefined): InvokeError {
  const { errorType, errorMessage, trace } = errorBody.parse(JSON.parse(body?.toString('utf8') ?? '{}'));
  return trace === undefined ? { errorType, errorMessage } : { errorType, errorMessage, trace };
}

/** The whole body, or undefined when it is over the response limit; then it is read to its end and dropped. */
async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    if (!Buffer.isBuffer(chunk)) continue;
    bytes += chunk.length;
    if (bytes <= RESPONSE_LIMIT_BYTES) chunks.push(chunk);
    else chunks.length = 0;
  }
  return bytes > RESPONSE_LIMIT_BYTES ? undefined : Buffer.concat(chunks);
}
