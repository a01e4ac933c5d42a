import { type ClientRequest, type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP } from 'node:net';
import { Readable } from 'node:stream';
import { RefusedUrl } from '../errors/refused-url.ts';
import { ServiceError } from '../errors/service-error.ts';
import { UnreachableUrl } from '../errors/unreachable-url.ts';
import { guardedLookup, privateHost, type ResolveName } from './guarded-lookup.ts';
import { isPrivateAddress } from './private-address.ts';
import { type Hop, isRedirect, nextHop } from './redirect.ts';

/** How many redirects are followed when the caller does not say. */
const DEFAULT_MAX_REDIRECTS = 3;

export interface OpenUrlOptions {
  /** Exact origins (`http://localhost:4000`) that may lead to a private address; none by default of the stacks. */
  readonly allowedPrivateOrigins: readonly string[];
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** A stream is sent once: a redirect that asks for it again is refused. */
  readonly body?: string | Uint8Array | Readable;
  /** Longest time to a connection, name resolution and TLS included. */
  readonly connectTimeoutMs: number;
  /** Longest silence of the server, before the headers and inside the body. */
  readonly idleTimeoutMs: number;
  readonly maxRedirects?: number;
  /** Ends the request or the body with the signal's reason: for a limit on the whole exchange. */
  readonly signal?: AbortSignal;
  /** Who is asked for the addresses of a name, before they are checked; the resolver of this machine by default. */
  readonly resolve?: ResolveName;
}

export interface OpenedUrl {
  readonly status: number;
  /** Lower-case names; several headers of one name are joined with a comma. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Where the answer came from, after the redirects. */
  readonly url: string;
  /** Must be read to its end or destroyed. Fails with `UnreachableUrl` when the connection breaks. */
  readonly body: Readable;
}

/**
 * Opens a link that came from outside: http and https only, no private address (unless its exact origin is
 * allowed), a few redirects that are each checked again, timeouts on connecting and on silence. Any HTTP
 * status is returned, not thrown.
 *
 * Connections are never reused, so no check can be skipped by a connection opened under another rule.
 * Messages name the host only: paths and queries may carry secrets.
 *
 * @throws RefusedUrl the link is not one we open.
 * @throws UnreachableUrl the server cannot be reached or stopped answering (retryable).
 */
export async function openUrl(url: string, options: OpenUrlOptions): Promise<OpenedUrl> {
  let hop: Hop = {
    url: parseUrl(url),
    method: options.method ?? 'GET',
    headers: options.headers ?? {},
    body: options.body,
  };
  for (let redirects = options.maxRedirects ?? DEFAULT_MAX_REDIRECTS; ; redirects--) {
    const response = await send(hop, options);
    const location = response.headers.location;
    const status = response.statusCode ?? 0;
    if (location === undefined || !isRedirect(status)) return opened(response, hop.url, options);
    response.destroy();
    if (redirects <= 0) {
      throw new RefusedUrl(`The link to ${hop.url.host} redirects too often. Use the address it ends at.`);
    }
    hop = nextHop(hop, status, parseUrl(location, hop.url));
  }
}

function parseUrl(text: string, base?: URL): URL {
  const url = URL.parse(text, base?.href);
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw new RefusedUrl('The link is not an http or https address. Use one that starts with https://.');
  }
  return url;
}

function send(hop: Hop, options: OpenUrlOptions): Promise<IncomingMessage> {
  const { url } = hop;
  const mayBePrivate = options.allowedPrivateOrigins.includes(url.origin);
  const hostname = url.hostname.replace(/^\[|\]$/g, '');
  // node:net never asks `lookup` about a literal address, so it is judged here.
  if (!mayBePrivate && isIP(hostname) !== 0 && isPrivateAddress(hostname)) {
    return Promise.reject(privateHost(hostname));
  }
  return new Promise((resolve, reject) => {
    const request = (url.protocol === 'https:' ? requestHttps : requestHttp)(url, {
      method: hop.method,
      headers: hop.headers,
      agent: false,
      ...(mayBePrivate ? {} : { lookup: guardedLookup(options.resolve) }),
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    });
    watchConnection(request, url, options);
    request.once('response', resolve);
    // Kept after the response too: a late error of the request must not become an uncaught exception.
    request.on('error', (error) => reject(typedError(error, url, options)));
    sendBody(request, hop.body);
  });
}

function sendBody(request: ClientRequest, body: Hop['body']): void {
  if (!(body instanceof Readable)) {
    request.end(body);
    return;
  }
  body.once('error', (error) => request.destroy(error));
  request.once('close', () => body.destroy());
  body.pipe(request);
}

function watchConnection(request: ClientRequest, url: URL, options: OpenUrlOptions): void {
  const connecting = setTimeout(() => {
    request.destroy(
      new UnreachableUrl(`${url.host} could not be reached in time. Check the link and try again.`),
    );
  }, options.connectTimeoutMs);
  request.once('close', () => clearTimeout(connecting));
  request.once('socket', (socket) => {
    socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', () => {
      clearTimeout(connecting);
      request.setTimeout(options.idleTimeoutMs);
    });
  });
  let response: IncomingMessage | undefined;
  request.once('response', (incoming) => {
    response = incoming;
  });
  request.on('timeout', () => {
    // Bytes that wait for our own reader are not the server's silence.
    if (response !== undefined && response.readableLength > 0) return;
    const silence = new UnreachableUrl(`${url.host} stopped answering. Try again later.`);
    (response ?? request).destroy(silence);
  });
}

function opened(response: IncomingMessage, url: URL, options: OpenUrlOptions): OpenedUrl {
  const body = Readable.from(typedBody(response, url, options), { objectMode: false });
  // A body dropped before its first read never enters the generator, so its connection is closed from here.
  body.once('close', () => response.destroy());
  response.on('error', () => undefined); // The generator reports it; without a listener it would be uncaught.
  const headers = Object.fromEntries(
    Object.entries(response.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : value,
    ]),
  );
  return { status: response.statusCode ?? 0, headers, url: url.href, body };
}

async function* typedBody(
  response: IncomingMessage,
  url: URL,
  options: OpenUrlOptions,
): AsyncGenerator<Buffer> {
  try {
    yield* response;
  } catch (error) {
    throw typedError(error, url, options);
  }
}

function typedError(error: unknown, url: URL, options: OpenUrlOptions): unknown {
  if (error instanceof ServiceError) return error;
  if (options.signal?.aborted) return options.signal.reason;
  return new UnreachableUrl(
    `The connection to ${url.host} failed (${errorCode(error)}). Check the link and try again.`,
    error,
  );
}

function errorCode(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  return 'no reason given';
}
