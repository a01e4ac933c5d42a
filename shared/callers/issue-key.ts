import { randomInt } from 'node:crypto';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { API_KEY_LENGTH, type ApiKey, apiKey } from './api-key.ts';
import type { CallerTable } from './caller-table.ts';
import type { IssuedKey } from './issued-key.ts';
import { keyDigest, keyIdOf, keyItem } from './key-item.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** Who gets a key, and what it is good for. */
export type KeyOrder = Pick<IssuedKey, 'owner' | 'scope' | 'sees' | 'note'>;

/**
 * Issues a key.
 *
 * @returns what is remembered of it, and the key itself, which nobody can find out again.
 * @throws what the SDK throws, `ConditionalCheckFailedException` in the one case of 2⁶⁴ that its id is taken.
 */
export async function issueKey(
  { documents, tableName }: CallerTable,
  order: KeyOrder,
  now: Date,
): Promise<{ readonly key: ApiKey; readonly issued: IssuedKey }> {
  const key = newKey();
  const digest = keyDigest(key);
  const keyId = keyIdOf(digest);
  const issued: IssuedKey = { keyId, ...order, issuedAt: now.toISOString() };
  await documents.send(
    new PutCommand({
      TableName: tableName,
      Item: { ...keyItem(keyId), ...issued, digest },
      ConditionExpression: 'attribute_not_exists(pk)',
    }),
  );
  return { key, issued };
}

function newKey(): ApiKey {
  const characters = Array.from({ length: API_KEY_LENGTH }, () =>
    ALPHABET.charAt(randomInt(ALPHABET.length)),
  );
  return apiKey.parse(characters.join(''));
}
