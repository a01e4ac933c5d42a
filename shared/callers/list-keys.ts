import { queryItems } from '../aws/query-items.ts';
import type { CallerTable } from './caller-table.ts';
import { type IssuedKey, issuedKey } from './issued-key.ts';
import { KEYS_PARTITION } from './key-item.ts';

/** Every key that was ever issued, the newest first; those that were revoked too. */
export async function listKeys({ documents, tableName }: CallerTable): Promise<IssuedKey[]> {
  const items = await queryItems(documents, {
    TableName: tableName,
    KeyConditionExpression: 'pk = :keys',
    ExpressionAttributeValues: { ':keys': KEYS_PARTITION },
    ConsistentRead: true,
  });
  return items
    .map((item) => issuedKey.parse(item))
    .sort((left, right) => right.issuedAt.localeCompare(left.issuedAt));
}
