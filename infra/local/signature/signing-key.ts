import { createHmac } from 'node:crypto';
import type { CredentialScope } from './credential-scope.ts';

/** Derives the key that signs within one scope (SigV4: four nested HMAC-SHA256). */
export function signingKey(secretAccessKey: string, scope: CredentialScope): Buffer {
  const steps = [scope.day, scope.region, scope.service, 'aws4_request'];
  let key: Buffer = Buffer.from(`AWS4${secretAccessKey}`, 'utf8');
  for (const step of steps) key = createHmac('sha256', key).update(step).digest();
  return key;
}
