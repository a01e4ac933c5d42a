import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { CallerTable } from './caller-table.ts';
import { type IssuedKey, issuedKey } from './issued-key.ts';
import { keyItem } from './key-item.ts';

/**
 * Revokes a key: the next request with it is refused. A key stays revoked since the first time.
 *
 * @returns the key as it is then; undefined when there is none of this id.
 */
export async function revokeKey(
  { documents, tableName }: CallerTable,
  keyId: string,
  now: Date,
): Promise<IssuedKey | undefined> {
  try {
    const { Attributes } = await documents.send(
      new UpdateCommand({
        TableName: tableName,
        Key: keyItem(keyId),
        UpdateExpression: 'SET revokedAt = if_not_exists(revokedAt, :now)',
        ConditionExpression: 'attribute_exists(pk)',
        ExpressionAttributeValues: { ':now': now.toISOString() },
        ReturnValues: 'ALL_NEW',
      }),
    );
    return issuedKey.parse(Attributes);
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return undefined;
    throw error;
  }
}
