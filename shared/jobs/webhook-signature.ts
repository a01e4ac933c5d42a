import { createHmac, timingSafeEqual } from 'node:crypto';
import type { UploadId } from './upload-id.ts';

/** What the address for the page of the account is signed as; no upload id looks like it. */
const ACCOUNT = 'account';

/** What makes the webhook address of one attempt unguessable: HMAC-SHA256 of its upload id, base64url. */
export function signUpload(id: UploadId, secret: string): string {
  return sign(id, secret);
}

/** Compares in constant time, so that a forger learns nothing from how long it took. */
export function isUploadSignature(id: UploadId, signature: string, secret: string): boolean {
  return isEqual(sign(id, secret), signature);
}

/** The same for the one address that is entered on the account's own webhook page. */
export function signAccount(secret: string): string {
  return sign(ACCOUNT, secret);
}

/** Compares in constant time. */
export function isAccountSignature(signature: string, secret: string): boolean {
  return isEqual(signAccount(secret), signature);
}

function sign(text: string, secret: string): string {
  return createHmac('sha256', secret).update(text).digest('base64url');
}

function isEqual(expected: string, given: string): boolean {
  const [left, right] = [Buffer.from(expected), Buffer.from(given)];
  return left.length === right.length && timingSafeEqual(left, right);
}
