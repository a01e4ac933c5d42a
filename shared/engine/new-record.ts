import type { Write } from '../aws/transact.ts';
import type { EngineStore } from './engine-store.ts';
import { type EngineRecord, engineRecord } from './separation-record.ts';

/** Writes a record under a hash that nothing has yet. */
export function newRecord({ separations }: EngineStore, record: EngineRecord): Write<'hash'> {
  return {
    item: {
      Put: {
        TableName: separations,
        Item: engineRecord.parse(record),
        ConditionExpression: 'attribute_not_exists(#hash)',
        ExpressionAttributeNames: { '#hash': 'hash' },
      },
    },
    refusal: 'hash',
  };
}
