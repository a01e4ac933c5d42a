import { createHmac } from 'node:crypto';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
/** As many characters as a token of mvsep.com has: 178 bits. */
const LENGTH = 30;

/**
 * The api_token of an account. It follows from the account's id and a secret of the deployment: so it can be
 * answered at every login although it is stored nowhere.
 *
 * @param key the secret; with another one, every account has another token.
 * @returns 30 letters and digits.
 */
export function apiTokenOf(accountId: string, key: string): string {
  const digest = createHmac('sha256', key).update(accountId).digest('hex');
  const base = BigInt(ALPHABET.length);
  let rest = BigInt(`0x${digest}`);
  let token = '';
  while (token.length < LENGTH) {
    token += ALPHABET[Number(rest % base)];
    rest /= base;
  }
  return token;
}
