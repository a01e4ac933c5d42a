import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as later } from 'node:timers/promises';
import { answerRequest } from './answer-request.ts';
import { CallLog } from './call-log.ts';
import { randomNumbers } from './random-numbers.ts';
import { readRequest } from './read-request.ts';
import { separationBody } from './separation-answer.ts';
import { storedFile } from './stored-file.ts';
import type { UpstreamFaultPlan } from './upstream-fault.ts';
import { type RemoteUpload, type Separation, UpstreamModel, type UpstreamOptions } from './upstream-model.ts';
import { callKind, jsonAnswer, type UpstreamAnswer } from './upstream-request.ts';

const WEBHOOK_TRIES = 3;

export interface UpstreamServerOptions extends Partial<Omit<UpstreamOptions, 'now' | 'random'>> {
  readonly seed?: number;
  /** Calls that any rolling minute may hold; more are answered with 429. */
  readonly requestsPerMinute?: number;
}

/** A real HTTP server that speaks the MVSep API, with an account whose charges can be read. */
export class UpstreamServer {
  readonly model: UpstreamModel;
  readonly log = new CallLog();
  readonly webhooks: { readonly hash: string; readonly status: number | undefined }[] = [];
  /** What goes wrong. Links are fetched without faults. */
  faults: UpstreamFaultPlan = () => undefined;
  /** Whether the webhook of a separation gets lost. */
  losesWebhook: (separation: Separation) => boolean = () => false;
  /** The address on the account's own webhook page. */
  accountWebhookUrl: string | undefined;
  /** Whether links can be fetched. */
  reachesLinks = true;
  readonly #server = createServer((incoming, outgoing) => void this.#serve(incoming, outgoing));
  readonly #stopped = new AbortController();
  readonly #limit: number;
  #url = '';

  private constructor({ seed = 1, requestsPerMinute = Infinity, ...options }: UpstreamServerOptions) {
    this.#limit = requestsPerMinute;
    this.model = new UpstreamModel({ ...options, now: Date.now, random: randomNumbers(seed) });
  }

  static async start(options: UpstreamServerOptions = {}): Promise<UpstreamServer> {
    const server = new UpstreamServer(options);
    await new Promise<void>((resolve) => server.#server.listen(0, '127.0.0.1', resolve));
    const address = server.#server.address();
    if (address === null || typeof address === 'string') throw new Error('The server has no port.');
    server.#url = `http://127.0.0.1:${address.port}`;
    return server;
  }

  get url(): string {
    return this.#url;
  }

  /** Nothing goes wrong any more. */
  heal(): void {
    this.faults = () => undefined;
    this.losesWebhook = () => false;
    this.reachesLinks = true;
  }

  async stop(): Promise<void> {
    this.#stopped.abort();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    try {
      const path = new URL(incoming.url ?? '/', this.#url).pathname;
      const kind = callKind(path);
      const now = Date.now();
      const isOver = kind !== 'download' && this.log.lastMinute(now) >= this.#limit;
      this.log.record(kind, now);
      if (isOver) return await send(incoming, outgoing, tooMany(60));
      const fault = this.faults(kind, path);
      if (fault?.kind === 'cut-before') return void incoming.socket.destroy();
      if (fault?.kind === 'answer') return await send(incoming, outgoing, failing(fault));
      if (fault?.kind === 'too-many') return await send(incoming, outgoing, tooMany(fault.retryAfterSeconds));
      const answer = await this.#answer(incoming, path, kind === 'download');
      if (fault?.kind === 'cut-after') return void incoming.socket.destroy();
      if (fault?.kind === 'cut-body') return cutBody(incoming, outgoing, answer);
      if (fault?.kind === 'error-after')
        return await send(incoming, outgoing, failing({ ...fault, html: true }));
      if (fault?.kind === 'slow')
        await later(fault.milliseconds, undefined, { signal: this.#stopped.signal });
      await send(incoming, outgoing, answer);
    } catch {
      // A caller that went away, or the end of the server.
      outgoing.destroy();
    }
  }

  async #answer(incoming: IncomingMessage, path: string, isDownload: boolean): Promise<UpstreamAnswer> {
    if (isDownload) return storedFile(this.model, decodeURIComponent(path), incoming.headers.range);
    const request = await readRequest(incoming);
    const effects = {
      onRemote: (remote: RemoteUpload) => void this.#fetch(remote),
      onSeparation: (separation: Separation) => void this.#tell(separation),
    };
    return answerRequest(this.model, this.#url, request, effects, Date.now());
  }

  async #fetch(remote: RemoteUpload): Promise<void> {
    const separation = this.model.fetched(remote, await this.#audio(remote.url));
    if (separation !== undefined) await this.#tell(separation);
  }

  async #audio(url: string): Promise<Buffer | undefined> {
    if (!this.reachesLinks) return undefined;
    try {
      const answer = await fetch(url, { signal: this.#stopped.signal });
      return answer.ok ? Buffer.from(await answer.arrayBuffer()) : undefined;
    } catch {
      return undefined;
    }
  }

  /** Posts the webhook when the separation has ended. */
  async #tell(separation: Separation): Promise<void> {
    const url = separation.webhookUrl ?? this.accountWebhookUrl;
    const { signal } = this.#stopped;
    try {
      await later(Math.max(0, this.model.endOf(separation) - Date.now()) + 1, undefined, { signal });
      if (url === undefined || separation.cancelled || this.losesWebhook(separation)) return;
      const { hash } = separation;
      const body = JSON.stringify({ hash, ...separationBody(this.model, this.#url, separation) });
      for (let attempt = 1; attempt <= WEBHOOK_TRIES; attempt++) {
        const status = await post(url, body, signal);
        this.webhooks.push({ hash, status });
        if (status !== undefined && status < 300) return;
        await later(200 * attempt, undefined, { signal });
      }
    } catch {
      // The server was stopped.
    }
  }
}

async function post(url: string, body: string, signal: AbortSignal): Promise<number | undefined> {
  try {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(url, { method: 'POST', headers, body, signal });
    await answer.arrayBuffer();
    return answer.status;
  } catch {
    return undefined;
  }
}

function failing({
  status,
  html = false,
}: {
  readonly status: number;
  readonly html?: boolean;
}): UpstreamAnswer {
  return html
    ? {
        status,
        headers: { 'content-type': 'text/html' },
        body: `<html><h1>${status} Bad Gateway</h1></html>`,
      }
    : jsonAnswer({ message: 'Server Error' }, status);
}

function tooMany(retryAfterSeconds: number): UpstreamAnswer {
  return jsonAnswer({ message: 'Too Many Attempts.' }, 429, { 'retry-after': String(retryAfterSeconds) });
}

/** Announces the whole of an answer, sends half of it and hangs up. */
function cutBody(incoming: IncomingMessage, outgoing: ServerResponse, answer: UpstreamAnswer): void {
  const { status, headers } = answer;
  const body = Buffer.from(answer.body);
  incoming.resume();
  outgoing.writeHead(status, { ...headers, 'content-length': body.length });
  outgoing.write(body.subarray(0, Math.floor(body.length / 2)), () => incoming.socket.destroy());
}

async function send(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  { status, headers, body }: UpstreamAnswer,
): Promise<void> {
  incoming.resume();
  outgoing.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) }).end(body);
}
