import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { conditionHeld } from '../../../shared/aws/condition-held.ts';
import type { EngineStore } from '../../../shared/engine/engine-store.ts';
import { queueKeys } from '../../../shared/engine/queue/queue-keys.ts';

/** Frees a slot, if it still belongs to this hash. */
export async function freeSlot(store: EngineStore, number: number, hash: string): Promise<void> {
  await conditionHeld(
    store.documents.send(
      new DeleteCommand({
        TableName: store.queue,
        Key: queueKeys.slot(number),
        ConditionExpression: '#hash = :hash',
        ExpressionAttributeNames: { '#hash': 'hash' },
        ExpressionAttributeValues: { ':hash': hash },
      }),
    ),
  );
}
