import { timingSafeEqual } from 'node:crypto';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { apiKey } from './api-key.ts';
import { type Caller, caller } from './caller.ts';
import type { CallerTable } from './caller-table.ts';
import { issuedKey } from './issued-key.ts';
import { keyDigest, keyIdOf, keyItem } from './key-item.ts';

/** Whose a key is; `revoked` when it was somebody's. */
export type FoundCaller =
  | { readonly outcome: 'known'; readonly caller: Caller }
  | { readonly outcome: 'unknown' | 'revoked' };

const storedKey = issuedKey.extend({ digest: z.string() });

/**
 * Finds out whose a key is. The read is strongly consistent: a key works the moment after it was issued, and stops
 * with its revocation. What has not the form of a key is nobody's, without a look into the table.
 *
 * @throws what the SDK throws: a table that does not answer lets nobody in, and says nothing about the key.
 *
 * @example
 * const found = await findCaller({ documents, tableName }, key);
 * if (found.outcome === 'known') return jobsOf(found.caller.owner);
 */
export async function findCaller({ documents, tableName }: CallerTable, key: string): Promise<FoundCaller> {
  const read = apiKey.safeParse(key);
  if (!read.success) return { outcome: 'unknown' };
  const digest = keyDigest(read.data);
  const { Item } = await documents.send(
    new GetCommand({ TableName: tableName, Key: keyItem(keyIdOf(digest)), ConsistentRead: true }),
  );
  const found = storedKey.optional().parse(Item);
  // The id is the beginning of the digest alone: the whole of it decides.
  if (found === undefined || !isSame(found.digest, digest)) return { outcome: 'unknown' };
  return found.revokedAt === undefined
    ? { outcome: 'known', caller: caller.parse(found) }
    : { outcome: 'revoked' };
}

/** In a time that tells nothing about where two digests begin to differ. */
function isSame(left: string, right: string): boolean {
  return left.length === right.length && timingSafeEqual(Buffer.from(left), Buffer.from(right));
}
