import type { Write } from '../aws/transact.ts';
import { accountKeys } from './accounts/account-keys.ts';
import type { EngineStore } from './engine-store.ts';
import { type HistoryLine, historyLine } from './history/history-line.ts';
import type { EngineRecord } from './separation-record.ts';

/** How long the history of somebody without an account is kept: as long as the limits of a day need it. */
const ANONYMOUS_HISTORY_SECONDS = 4 * 24 * 3600;

type Owned = Pick<EngineRecord, 'accountId' | 'plan' | 'number' | 'createdAt' | 'hash'>;

/**
 * What an owner has of a separation that begins: a line in the history, its place among those that have not
 * ended, and without premium the lock that keeps a second one from being created. They are named after the hash
 * that the owner was given. Place and lock last no longer than the separation's own record: should that never
 * end, its owner is not locked out for good.
 */
export function openOwnedItems(
  store: EngineStore,
  owned: Owned & Pick<EngineRecord, 'expiresAt'>,
  line: HistoryLine,
): Write<'unprocessed'>[] {
  const { accountId, createdAt, number, hash, plan, expiresAt } = owned;
  const TableName = store.accounts;
  const expiry =
    plan === 'unregistered'
      ? { expiresAt: Math.floor(Date.parse(createdAt) / 1000) + ANONYMOUS_HISTORY_SECONDS }
      : {};
  const put = (Item: Readonly<Record<string, unknown>>) => ({ item: { Put: { TableName, Item } } });
  const writes: Write<'unprocessed'>[] = [
    put({ ...accountKeys.history(accountId, createdAt, number), ...historyLine.parse(line), ...expiry }),
    put({ ...accountKeys.current(accountId, createdAt, hash), hash, number, expiresAt }),
  ];
  if (plan === 'premium') return writes;
  const lock = {
    Put: {
      TableName,
      Item: { ...accountKeys.unprocessed(accountId), hash, number, expiresAt },
      ConditionExpression: 'attribute_not_exists(pk)',
    },
  };
  return [...writes, { item: lock, refusal: 'unprocessed' }];
}

/** What changes for the owner when a separation ends: the line in the history, and nothing is left that runs. */
export function closeOwnedItems(store: EngineStore, owned: Owned, changes: HistoryChange): Write[] {
  const TableName = store.accounts;
  const { accountId, createdAt, hash, plan } = owned;
  const remove = (Key: { pk: string; sk: string }) => ({ item: { Delete: { TableName, Key } } });
  return [
    changeHistory(store, owned, changes),
    remove(accountKeys.current(accountId, createdAt, hash)),
    ...(plan === 'premium' ? [] : [remove(accountKeys.unprocessed(accountId))]),
  ];
}

/** New values of a line in the history. */
type HistoryChange = Pick<HistoryLine, 'updatedAt'> &
  Partial<Pick<HistoryLine, 'hash' | 'credits' | 'cancelled'>>;

/** A line of the history says something new. */
export function changeHistory(
  store: EngineStore,
  { accountId, createdAt, number }: Omit<Owned, 'hash' | 'plan'>,
  changes: HistoryChange,
): Write {
  const values = Object.entries(changes);
  return {
    item: {
      Update: {
        TableName: store.accounts,
        Key: accountKeys.history(accountId, createdAt, number),
        UpdateExpression: `SET ${values.map(([name]) => `#${name} = :${name}`).join(', ')}`,
        ExpressionAttributeNames: Object.fromEntries(values.map(([name]) => [`#${name}`, name])),
        ExpressionAttributeValues: Object.fromEntries(values.map(([name, value]) => [`:${name}`, value])),
      },
    },
  };
}
