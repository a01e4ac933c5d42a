import { transact } from '../aws/transact.ts';
import type { EngineStore } from './engine-store.ts';
import { closeOwnedItems } from './owned-items.ts';
import { queueKeys } from './queue/queue-keys.ts';
import type { RemoteRecord } from './separation-record.ts';

/** How the fetching of a link ends without a separation. */
export type RemoteEnding =
  | { readonly status: 'failed'; readonly message: string }
  | { readonly status: 'cancelled' };

/**
 * Ends a link that never became a separation, in one transaction with what its owner has of it. Nothing was
 * charged for it yet.
 *
 * @returns false when it became one meanwhile, or had ended.
 */
export async function endRemote(
  { store, now }: { readonly store: EngineStore; readonly now: () => Date },
  record: RemoteRecord,
  ending: RemoteEnding,
): Promise<boolean> {
  const { hash, createdAt } = record;
  const message = ending.status === 'failed' ? ending.message : undefined;
  const outcome = await transact<'moved on'>(store.documents, [
    {
      item: {
        Update: {
          TableName: store.separations,
          Key: { hash },
          UpdateExpression: `SET #status = :status${message === undefined ? '' : ', message = :message'}`,
          ConditionExpression: '#status = :waiting',
          ExpressionAttributeNames: { '#status': 'status' },
          ExpressionAttributeValues: {
            ':status': ending.status,
            ':waiting': 'waiting',
            ...(message === undefined ? {} : { ':message': message }),
          },
        },
      },
      refusal: 'moved on',
    },
    { item: { Delete: { TableName: store.queue, Key: queueKeys.fetch(createdAt, hash) } } },
    ...closeOwnedItems(store, record, {
      updatedAt: now().toISOString(),
      ...(ending.status === 'cancelled' ? { cancelled: true } : {}),
    }),
  ]);
  return outcome === 'written';
}
