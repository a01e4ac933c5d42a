import { createHash } from 'node:crypto';
import type { ApiKey } from './api-key.ts';

/** As many hex digits of the digest name a key: 64 bits, which say nothing about the key. */
const ID_LENGTH = 16;

/** Where the keys lie. One partition holds them all: an installation has tens of them, and they are listed. */
export const KEYS_PARTITION = 'KEYS';

/** The digest under which a key is known. */
export function keyDigest(key: ApiKey): string {
  return createHash('sha256').update(key).digest('hex');
}

/** The id of a key in lists and logs, by its digest. */
export function keyIdOf(digest: string): string {
  return digest.slice(0, ID_LENGTH);
}

/** Where a key's item lies, by the key's id. */
export function keyItem(keyId: string): { readonly pk: string; readonly sk: string } {
  return { pk: KEYS_PARTITION, sk: keyId };
}
