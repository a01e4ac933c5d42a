import { Readable } from 'node:stream';
import { RefusedUrl } from '../errors/refused-url.ts';

/** One request of a chain of redirects. */
export interface Hop {
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | Readable | undefined;
}

const REDIRECT_STATUSES: readonly number[] = [301, 302, 303, 307, 308];
const CREDENTIAL_HEADERS: readonly string[] = ['authorization', 'cookie', 'proxy-authorization'];
const BODY_HEADERS: readonly string[] = ['content-length', 'content-type', 'transfer-encoding'];

/** Whether a status with a `Location` asks for another request. */
export function isRedirect(status: number): boolean {
  return REDIRECT_STATUSES.includes(status);
}

/**
 * The request that follows a redirect, by the rules of fetch (https://fetch.spec.whatwg.org/#http-redirect-fetch):
 * 303, and 301 or 302 of a POST, become a GET without a body; credentials never leave their origin.
 *
 * @throws RefusedUrl when a streamed body would have to be sent twice.
 */
export function nextHop(from: Hop, status: number, url: URL): Hop {
  const becomesGet =
    (status === 303 && from.method !== 'HEAD') ||
    ((status === 301 || status === 302) && from.method === 'POST');
  if (!becomesGet && from.body instanceof Readable) {
    throw new RefusedUrl(`${from.url.host} redirects an upload. Use the address it redirects to.`);
  }
  const dropped = [
    ...(url.origin === from.url.origin ? [] : CREDENTIAL_HEADERS),
    ...(becomesGet ? BODY_HEADERS : []),
  ];
  const headers = Object.fromEntries(
    Object.entries(from.headers).filter(([name]) => !dropped.includes(name.toLowerCase())),
  );
  return {
    url,
    method: becomesGet ? 'GET' : from.method,
    headers,
    body: becomesGet ? undefined : from.body,
  };
}
