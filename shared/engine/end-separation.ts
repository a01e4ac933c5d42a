import { transact, type Write } from '../aws/transact.ts';
import { megabytes } from '../mvsep/server/megabytes.ts';
import { bookCredits } from './credits/book-credits.ts';
import type { EngineStore } from './engine-store.ts';
import { closeOwnedItems } from './owned-items.ts';
import { demoItem } from './publications/publication-items.ts';
import { publicationKeys } from './publications/publication-keys.ts';
import { queueKeys } from './queue/queue-keys.ts';
import type { SeparationRecord, StemFile } from './separation-record.ts';
import { storageKeys } from './storage-keys.ts';

export interface EndSeparationDeps {
  readonly store: EngineStore;
  readonly engineUrl: string;
  readonly now: () => Date;
}

/** How a separation ends. */
export type Ending =
  | { readonly status: 'done'; readonly files: readonly StemFile[] }
  | { readonly status: 'failed'; readonly message: string }
  | { readonly status: 'cancelled' };

/** From where each end is reached. A separation that waits is cancelled, or fails because it waited too long. */
const BEFORE = {
  done: ['merging'],
  failed: ['waiting', 'processing', 'distributing', 'merging'],
  cancelled: ['waiting'],
} as const;

/**
 * Ends a separation in one transaction: its record, its place in the queue or its slot, what its owner has of
 * it, the credits of one that was not done, and the demo of one that everybody may see. Whoever frees a slot so
 * calls `startWaiting` next.
 *
 * @param record as it was read just now.
 * @returns false when it has moved on since, or ended: then nothing is written, so nothing is given back twice.
 */
export async function endSeparation(
  deps: EndSeparationDeps,
  record: SeparationRecord,
  ending: Ending,
): Promise<boolean> {
  const { store } = deps;
  const at = deps.now();
  const updatedAt = at.toISOString();
  const isLost = ending.status !== 'done';
  const { accountId, credits, hash, number, status } = record;
  // Whether it waits decides what else is written: that must be still so.
  const before = BEFORE[ending.status].filter((one) => (one === 'waiting') === (status === 'waiting'));
  if (before.length === 0) return false;
  const owned = { ...record, hash: record.remoteHash ?? hash };
  const outcome = await transact<'moved on' | 'account' | 'credits'>(store.documents, [
    endRecord(store, hash, before, { ...ending, finishedAt: updatedAt }),
    leave(store, record),
    ...closeOwnedItems(store, owned, {
      updatedAt,
      ...(isLost ? { credits: 0 } : {}),
      ...(ending.status === 'cancelled' ? { cancelled: true } : {}),
    }),
    ...(isLost && credits > 0
      ? bookCredits(store, { accountId, credits, reason: 'refund', entryId: `refund-${number}`, at, hash })
      : []),
    ...(!isLost && record.isDemo ? [publish(deps, record, updatedAt)] : []),
  ]);
  if (outcome === 'written') return true;
  if (outcome === 'moved on') return false;
  throw new Error(`The credits of ${hash} cannot be given back: its account is gone.`);
}

function endRecord(
  store: EngineStore,
  hash: string,
  before: readonly string[],
  changes: Readonly<Record<string, unknown>>,
): Write<'moved on'> {
  const values = Object.entries(changes);
  return {
    item: {
      Update: {
        TableName: store.separations,
        Key: { hash },
        UpdateExpression: `SET ${values.map(([name]) => `#${name} = :${name}`).join(', ')}`,
        ConditionExpression: `#status IN (${before.map((_, index) => `:before${index}`).join(', ')})`,
        ExpressionAttributeNames: Object.fromEntries(values.map(([name]) => [`#${name}`, name])),
        ExpressionAttributeValues: Object.fromEntries([
          ...values.map(([name, value]) => [`:${name}`, value]),
          ...before.map((value, index) => [`:before${index}`, value]),
        ]),
      },
    },
    refusal: 'moved on',
  };
}

/** Gives up the place in the queue, or frees the slot: the one that is its own. */
function leave(store: EngineStore, { hash, status, plan, createdAt, slot }: SeparationRecord): Write {
  const TableName = store.queue;
  if (status === 'waiting' || slot === undefined) {
    return { item: { Delete: { TableName, Key: queueKeys.place(plan, createdAt, hash) } } };
  }
  return {
    item: {
      Delete: {
        TableName,
        Key: queueKeys.slot(slot),
        ConditionExpression: 'attribute_not_exists(pk) OR #hash = :hash',
        ExpressionAttributeNames: { '#hash': 'hash' },
        ExpressionAttributeValues: { ':hash': hash },
      },
    },
  };
}

function publish({ store, engineUrl }: EndSeparationDeps, record: SeparationRecord, date: string): Write {
  const { hash, inputBytes, sepType, expiresAt } = record;
  const inputUrl = `${engineUrl}/${storageKeys.input(hash)}`;
  const demo = demoItem.parse({ hash, date, inputUrl, size: megabytes(inputBytes), sepType });
  return {
    item: {
      Put: {
        TableName: store.publications,
        Item: { ...publicationKeys.demo(date, hash), ...demo, expiresAt },
      },
    },
  };
}
