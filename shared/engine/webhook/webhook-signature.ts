import { createHmac } from 'node:crypto';

/** The header that proves a webhook to come from the Engine. */
export const SIGNATURE_HEADER = 'x-mvsep-signature';

/**
 * The value of that header: `t=<unix seconds>,v1=<hex>`, where the hex digits are HMAC-SHA256 over
 * `<unix seconds>.<body>` with the api_token of the separation's account. Who gets it knows that token, and may
 * refuse what is old.
 *
 * @param body exactly the text that is posted.
 */
export function webhookSignature(body: string, apiToken: string, at: Date): string {
  const seconds = Math.floor(at.getTime() / 1000);
  const digest = createHmac('sha256', apiToken).update(`${seconds}.${body}`).digest('hex');
  return `t=${seconds},v1=${digest}`;
}
