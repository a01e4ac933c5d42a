import { createHmac, timingSafeEqual } from 'node:crypto';
import type { JobId } from './job-id.ts';

/** What makes a job's webhook address unguessable: HMAC-SHA256 of the job id, base64url. */
export function signJob(id: JobId, secret: string): string {
  return createHmac('sha256', secret).update(id).digest('base64url');
}

/** Compares in constant time, so that a forger learns nothing from how long it took. */
export function isJobSignature(id: JobId, signature: string, secret: string): boolean {
  const expected = Buffer.from(signJob(id, secret));
  const given = Buffer.from(signature);
  return given.length === expected.length && timingSafeEqual(given, expected);
}
