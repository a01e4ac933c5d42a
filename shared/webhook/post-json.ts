import { openUrl } from '../http/open-url.ts';

export interface JsonPost {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly allowedPrivateOrigins: readonly string[];
  /** How long the receiver may take: it should answer first and work later. */
  readonly timeoutMs: number;
}

/**
 * Posts JSON text to an address that somebody gave us, and answers the status. The body of the answer is not read.
 *
 * @throws RefusedUrl the address is not one that we open
 * @throws UnreachableUrl
 * @throws DOMException (TimeoutError) the receiver took too long
 */
export async function postJson(url: string, post: JsonPost): Promise<number> {
  const { body, headers, allowedPrivateOrigins, timeoutMs } = post;
  const opened = await openUrl(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(body)),
      ...headers,
    },
    body,
    allowedPrivateOrigins,
    connectTimeoutMs: timeoutMs,
    idleTimeoutMs: timeoutMs,
    signal: AbortSignal.timeout(timeoutMs),
  });
  opened.body.destroy();
  return opened.status;
}
