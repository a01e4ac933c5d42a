import type { Write } from '../aws/transact.ts';
import { bookCredits } from './credits/book-credits.ts';
import type { EngineStore } from './engine-store.ts';
import { newRecord } from './new-record.ts';
import { queueKeys } from './queue/queue-keys.ts';
import type { SeparationRecord } from './separation-record.ts';

/**
 * The writes that put a separation in the queue: its record, its place and the credits that it costs. They go
 * into one transaction with what the owner has of it; so what is charged waits, and what waits is charged.
 */
export function enqueueSeparation(
  store: EngineStore,
  record: SeparationRecord,
  at: Date,
): Write<'hash' | 'credits' | 'account'>[] {
  const { hash, plan, createdAt, credits, accountId, number } = record;
  return [
    newRecord(store, record),
    { item: { Put: { TableName: store.queue, Item: queueKeys.place(plan, createdAt, hash) } } },
    ...(credits === 0
      ? []
      : bookCredits(store, {
          accountId,
          credits: -credits,
          reason: 'charge',
          entryId: `charge-${number}`,
          at,
          hash,
        })),
  ];
}
