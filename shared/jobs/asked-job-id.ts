import { createHash, randomBytes } from 'node:crypto';
import type { OwnerName } from '../callers/caller.ts';
import { type JobId, jobId } from './job-id.ts';

const BYTES = 16;

/**
 * The id of a job that somebody asks for by the API. With an idempotency key it follows from that, so that the same
 * request finds its jobs; the keys of one owner mean nothing to another.
 *
 * @param index place in the request, from 0
 */
export function askedJobId(owner: OwnerName, idempotencyKey: string | undefined, index: number): JobId {
  const bytes =
    idempotencyKey === undefined
      ? randomBytes(BYTES)
      : createHash('sha256')
          .update(JSON.stringify(['api', owner, idempotencyKey, index]))
          .digest()
          .subarray(0, BYTES);
  return jobId.parse(bytes.toString('hex'));
}
