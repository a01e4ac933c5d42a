import * as z from 'zod';
import type { Dynoxide } from './dynoxide.ts';
import type { TableConfig } from './table-config.ts';

/** DynamoDB leaves items alone that expired more than five years ago, taking them for a mistake of units. */
const OLDEST_SECONDS = 5 * 365 * 24 * 60 * 60;

const page = z.looseObject({
  Items: z.array(z.record(z.string(), z.unknown())),
  LastEvaluatedKey: z.record(z.string(), z.unknown()).optional(),
});

/**
 * Deletes the items of a table whose time to live is over, which dynoxide leaves to its users.
 *
 * @param now epoch seconds.
 * @returns how many were deleted.
 */
export async function timeToLiveSweep(database: Dynoxide, config: TableConfig, now: number): Promise<number> {
  const attribute = config.timeToLiveAttribute;
  if (attribute === undefined) return 0;
  let deleted = 0;
  let ExclusiveStartKey: Record<string, unknown> | undefined;
  do {
    const answer = await database.send('Scan', {
      TableName: config.name,
      FilterExpression: 'attribute_type(#ttl, :number) AND #ttl BETWEEN :oldest AND :now',
      ExpressionAttributeNames: { '#ttl': attribute },
      ExpressionAttributeValues: {
        ':number': { S: 'N' },
        ':oldest': { N: String(now - OLDEST_SECONDS) },
        ':now': { N: String(now) },
      },
      ...(ExclusiveStartKey && { ExclusiveStartKey }),
    });
    if (answer.status !== 200) throw new Error(`Could not look for expired items of ${config.name}.`);
    const { Items, LastEvaluatedKey } = page.parse(JSON.parse(answer.body.toString('utf8')));
    for (const item of Items) deleted += await deleteUnchanged(database, config, attribute, item);
    ExclusiveStartKey = LastEvaluatedKey;
  } while (ExclusiveStartKey !== undefined);
  return deleted;
}

/** Leaves an item that somebody has given another time to live since it was read. */
async function deleteUnchanged(
  database: Dynoxide,
  config: TableConfig,
  attribute: string,
  item: Readonly<Record<string, unknown>>,
): Promise<number> {
  const key = config.keySchema.map(({ AttributeName }) => [AttributeName, item[AttributeName]]);
  const answer = await database.send('DeleteItem', {
    TableName: config.name,
    Key: Object.fromEntries(key),
    ConditionExpression: '#ttl = :read',
    ExpressionAttributeNames: { '#ttl': attribute },
    ExpressionAttributeValues: { ':read': item[attribute] },
  });
  return answer.status === 200 ? 1 : 0;
}
