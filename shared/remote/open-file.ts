import { RefusedUrl } from '../errors/refused-url.ts';
import { UnreachableUrl } from '../errors/unreachable-url.ts';
import { type OpenedUrl, openUrl } from '../http/open-url.ts';
import type { OpenRemoteOptions } from './open-remote.ts';

/** Services send a link over several hosts before the file comes. */
const MAX_REDIRECTS = 6;

/**
 * Opens what should be a file: an answer of success. Every connection and redirect is checked by `openUrl`.
 *
 * @throws RefusedUrl the link is none that we open, or the server refuses it for good.
 * @throws UnreachableUrl the server is out of order or asks to wait (retryable).
 */
export async function openFile(url: string, options: OpenRemoteOptions): Promise<OpenedUrl> {
  const { allowedPrivateOrigins, connectTimeoutMs, idleTimeoutMs, signal, resolve } = options;
  const opened = await openUrl(url, {
    allowedPrivateOrigins,
    connectTimeoutMs,
    idleTimeoutMs,
    maxRedirects: MAX_REDIRECTS,
    ...(signal === undefined ? {} : { signal }),
    ...(resolve === undefined ? {} : { resolve }),
  });
  if (opened.status >= 200 && opened.status < 300) return opened;
  opened.body.destroy();
  throw refusal(opened.status);
}

function refusal(status: number): Error {
  if (status >= 500 || status === 429 || status === 408) {
    return new UnreachableUrl(`The server of the link answers ${status}. Try again later.`);
  }
  if (status === 401 || status === 403) {
    return new RefusedUrl(
      `The server of the link answers ${status}: the file is not public. Share it with everybody who has the link.`,
    );
  }
  if (status === 404 || status === 410) {
    return new RefusedUrl(
      `The server of the link answers ${status}: there is no such file (any more). Check the link in a browser.`,
    );
  }
  return new RefusedUrl(`The link answers ${status} instead of a file. Check it in a browser.`);
}
