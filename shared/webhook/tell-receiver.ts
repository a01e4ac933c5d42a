import { RefusedUrl } from '../errors/refused-url.ts';
import { WebhookFailed } from '../errors/webhook-failed.ts';
import type { Log } from '../logging/logger.ts';
import { postJson } from './post-json.ts';

/** How long a receiver may take: it should answer first and work later. */
const ANSWER_WITHIN_MS = 10_000;

export interface ToldReceiver {
  /** Whose end is told. */
  readonly hash: string;
  readonly url: string;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly allowedPrivateOrigins: readonly string[];
  readonly log: Log;
}

/**
 * Posts the end of a separation to the address that its caller named.
 *
 * @returns false for an address that we must not open: it is left alone
 * @throws WebhookFailed (retryable) when the receiver does not answer 2xx in time
 */
export async function tellReceiver(told: ToldReceiver): Promise<boolean> {
  const { hash, url, body, headers = {}, allowedPrivateOrigins, log } = told;
  try {
    const status = await postJson(url, { body, headers, allowedPrivateOrigins, timeoutMs: ANSWER_WITHIN_MS });
    if (status >= 200 && status < 300) return true;
    throw new WebhookFailed(`The receiver of the webhook for ${hash} answers ${status}.`);
  } catch (error) {
    if (error instanceof WebhookFailed) throw error;
    if (error instanceof RefusedUrl) {
      log.warn('The webhook address is refused.', { hash, reason: error.message });
      return false;
    }
    throw new WebhookFailed(`The receiver of the webhook for ${hash} cannot be reached.`, error);
  }
}
