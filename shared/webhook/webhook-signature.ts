import { createHmac } from 'node:crypto';

/**
 * The signature of a webhook that we send: `t=<unix seconds>,v1=<hex>`, where the hex digits are HMAC-SHA256 over
 * `<unix seconds>.<body>`. Who knows the key can tell that the body is ours, and may refuse what is old.
 *
 * @param body exactly the text that is posted.
 * @param key what sender and receiver both know
 */
export function webhookSignature(body: string, key: string, at: Date): string {
  const seconds = Math.floor(at.getTime() / 1000);
  const digest = createHmac('sha256', key).update(`${seconds}.${body}`).digest('hex');
  return `t=${seconds},v1=${digest}`;
}
