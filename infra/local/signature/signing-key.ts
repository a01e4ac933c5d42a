import { createHmac } from 'node:crypto';
import type { CredentialScope } from './credential-scope.ts';

/** Keys derived lately: every call of a day has the same scope, and deriving takes longer than checking. */
const derived = new Map<string, Buffer>();
const MOST_KEPT = 1000;

/** Derives the key that signs within one scope (SigV4: four nested HMAC-SHA256). */
export function signingKey(secretAccessKey: string, scope: CredentialScope): Buffer {
  const steps = [scope.day, scope.region, scope.service, 'aws4_request'];
  const name = JSON.stringify([secretAccessKey, ...steps]);
  const known = derived.get(name);
  if (known !== undefined) return known;
  let key: Buffer = Buffer.from(`AWS4${secretAccessKey}`, 'utf8');
  for (const step of steps) key = createHmac('sha256', key).update(step).digest();
  // Callers choose their scopes freely: what is kept must not grow with them.
  if (derived.size >= MOST_KEPT) derived.clear();
  derived.set(name, key);
  return key;
}
