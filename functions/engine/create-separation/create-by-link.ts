import { transact } from '../../../shared/aws/transact.ts';
import { OWNER_ID } from '../../../shared/engine/accounts/account.ts';
import type { Customer } from '../../../shared/engine/accounts/customer.ts';
import { tooFewCredits } from '../../../shared/engine/credits/too-few-credits.ts';
import { newRecord } from '../../../shared/engine/new-record.ts';
import { openOwnedItems } from '../../../shared/engine/owned-items.ts';
import { startExecution } from '../../../shared/engine/queue/execution.ts';
import { queueKeys } from '../../../shared/engine/queue/queue-keys.ts';
import { QueueReader } from '../../../shared/engine/queue/queue-reader.ts';
import type { RemoteRecord } from '../../../shared/engine/separation-record.ts';
import { CallRefusal } from '../../../shared/errors/call-refusal.ts';
import { longHash, shortHash } from '../../../shared/mvsep/server/mint-hash.ts';
import { requireHttp } from '../../../shared/mvsep/server/require-http.ts';
import { nameOfLink } from '../../../shared/remote/name-of-link.ts';
import { type Asked, commission } from './commission.ts';
import type { CreateSeparationDeps } from './create-separation-deps.ts';
import { outcomeOf } from './outcome-of.ts';
import type { CreateParams } from './read-order.ts';
import { alreadyUnprocessed } from './require-rights.ts';

/** Links of one account that are fetched at the same time. */
const MOST_FETCHES = 50;
const RETRY_SECONDS = 30;

/**
 * Takes a link, in one transaction with what its owner has of it, and starts to fetch it. Nothing is charged
 * before its length is known.
 *
 * @throws CallRefusal (400)
 */
export async function createByLink(
  deps: CreateSeparationDeps,
  { url, remote_type: remoteType }: CreateParams,
  asked: Asked,
  nextNumber: () => Promise<number>,
): Promise<{ hash: string; call: 'get-remote' }> {
  if (url === undefined) {
    throw new CallRefusal(400, 'The audiofile field is required. Or send the address of a file as url.');
  }
  requireHttp(url, 'url');
  await requireFetch(deps, asked.customer);
  const hash = shortHash();
  const name = nameOfLink(url, remoteType);
  const record: RemoteRecord = {
    kind: 'remote',
    hash,
    ...commission(asked, await nextNumber()),
    url,
    remoteType,
    ...(name === undefined ? {} : { longHash: longHash(name, asked.now, hash) }),
  };
  await keep(deps, record);
  await begin(deps, hash);
  return { hash, call: 'get-remote' };
}

/**
 * A fetch takes a function for minutes and is free: only who can pay for the shortest song may ask for one with
 * premium, and not for any number at the same time. The owner's functions are the owner's.
 */
async function requireFetch({ store }: CreateSeparationDeps, { id, plan, credits }: Customer): Promise<void> {
  if (id === OWNER_ID) return;
  if (plan === 'premium' && credits < 1) throw new CallRefusal(400, await tooFewCredits(store, id, 1));
  if (plan === 'premium' && (await new QueueReader(store).countFetches(id)) >= MOST_FETCHES) {
    throw new CallRefusal(
      429,
      `${MOST_FETCHES} links of yours are being fetched already. Send more when these are in the queue.`,
      { headers: { 'retry-after': String(RETRY_SECONDS) } },
    );
  }
}

async function keep({ store }: CreateSeparationDeps, record: RemoteRecord): Promise<void> {
  const { hash, longHash: shown = hash, number, sepType, createdAt, accountId } = record;
  const line = { number, hash: shown, sepType, createdAt, updatedAt: createdAt, credits: 0 };
  const writing = transact<'unprocessed' | 'hash'>(store.documents, [
    newRecord(store, record),
    { item: { Put: { TableName: store.queue, Item: { ...queueKeys.fetch(createdAt, hash), accountId } } } },
    ...openOwnedItems(store, record, line),
  ]);
  const outcome = await outcomeOf(store, hash, writing);
  if (outcome === 'unprocessed') throw alreadyUnprocessed();
  if (outcome === 'hash') throw new Error(`The hash ${hash} was minted twice.`);
}

/** A fetch that cannot be started now is started by `tend-queue` within a minute. */
async function begin(
  { stepFunctions, fetchWorkflowArn, log }: CreateSeparationDeps,
  hash: string,
): Promise<void> {
  try {
    await startExecution(stepFunctions, fetchWorkflowArn, hash);
  } catch (error) {
    log.error('A fetch could not be started; it is tried again within a minute.', { hash, error });
  }
}
