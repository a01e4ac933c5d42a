import { setTimeout as wait } from 'node:timers/promises';
import type { SFNClient } from '@aws-sdk/client-sfn';
import { transact, type Write } from '../../aws/transact.ts';
import type { Log } from '../../logging/logger.ts';
import type { EngineStore } from '../engine-store.ts';
import type { Plan } from '../plan.ts';
import { startExecution } from './execution.ts';
import { queueKeys } from './queue-keys.ts';
import { QueueReader, type Waiting } from './queue-reader.ts';

export interface StartWaitingDeps {
  readonly store: EngineStore;
  readonly stepFunctions: SFNClient;
  /** The workflow that separates. */
  readonly workflowArn: string;
  /** How many slots there are. */
  readonly separationsAtOnce: number;
  readonly now: () => Date;
  readonly log: Log;
}

/** How often somebody else may be faster before the rest is left to them; they look again after each start. */
const MISSES = 50;
const LONGEST_PAUSE_MS = 20;

/**
 * Starts what waits, in order, as long as slots are free. Everybody calls it who put something in the queue or
 * freed a slot, after that is written: so nothing waits beside a free slot, whoever runs at the same time.
 *
 * @param longestMs after this long the rest is left to others; `tend-queue` comes within a minute.
 */
export async function startWaiting(
  deps: StartWaitingDeps,
  longestMs = Number.POSITIVE_INFINITY,
): Promise<void> {
  const queue = new QueueReader(deps.store);
  const end = deps.now().getTime() + longestMs;
  for (let misses = 0; misses < MISSES && deps.now().getTime() < end; ) {
    const slot = freeSlot(await queue.slots(), deps.separationsAtOnce);
    const next = slot === undefined ? undefined : await queue.next();
    if (slot === undefined || next === undefined) return;
    const outcome = await transact(deps.store.documents, leaveQueue(deps, next, slot));
    if (outcome === 'written') {
      await begin(deps, next.hash);
    } else if (outcome === 'not waiting') {
      await dropPlace(deps.store, next);
    } else {
      misses += 1;
      await wait(Math.random() * LONGEST_PAUSE_MS);
    }
  }
}

/** Any of the free slots: those who look at the same time should not all want the same one. */
function freeSlot(taken: readonly { readonly number: number }[], slots: number): number | undefined {
  const numbers = new Set(taken.map(({ number }) => number));
  const free = Array.from({ length: slots }, (_, number) => number).filter((number) => !numbers.has(number));
  return free[Math.floor(Math.random() * free.length)];
}

type Leaving = Waiting & { readonly plan: Plan };

/** A slot is taken, the place given up, and the separation is processing: all at once or not at all. */
function leaveQueue(
  { store, now }: StartWaitingDeps,
  { plan, createdAt, hash }: Leaving,
  slot: number,
): Write<'taken' | 'gone' | 'not waiting'>[] {
  return [
    {
      item: {
        Put: {
          TableName: store.queue,
          Item: { ...queueKeys.slot(slot), hash, takenAt: now().toISOString() },
          ConditionExpression: 'attribute_not_exists(pk)',
        },
      },
      refusal: 'taken',
    },
    {
      item: {
        Delete: {
          TableName: store.queue,
          Key: queueKeys.place(plan, createdAt, hash),
          ConditionExpression: 'attribute_exists(pk)',
        },
      },
      refusal: 'gone',
    },
    {
      item: {
        Update: {
          TableName: store.separations,
          Key: { hash },
          UpdateExpression: 'SET #status = :processing, slot = :slot',
          ConditionExpression: '#status = :waiting',
          ExpressionAttributeNames: { '#status': 'status' },
          ExpressionAttributeValues: { ':processing': 'processing', ':waiting': 'waiting', ':slot': slot },
        },
      },
      refusal: 'not waiting',
    },
  ];
}

/** What cannot be started now keeps its slot: `tend-queue` starts it within a minute. */
async function begin({ stepFunctions, workflowArn, log }: StartWaitingDeps, hash: string): Promise<void> {
  try {
    await startExecution(stepFunctions, workflowArn, hash);
  } catch (error) {
    log.error('An execution could not be started; it is tried again within a minute.', { hash, error });
  }
}

/** Nobody leaves a place behind; should one stand all the same, it must not stop the others. */
async function dropPlace(store: EngineStore, { plan, createdAt, hash }: Leaving): Promise<void> {
  const names = { '#status': 'status' };
  await transact<'waiting'>(store.documents, [
    {
      item: {
        ConditionCheck: {
          TableName: store.separations,
          Key: { hash },
          ConditionExpression: 'attribute_not_exists(#status) OR #status <> :waiting',
          ExpressionAttributeNames: names,
          ExpressionAttributeValues: { ':waiting': 'waiting' },
        },
      },
      refusal: 'waiting',
    },
    { item: { Delete: { TableName: store.queue, Key: queueKeys.place(plan, createdAt, hash) } } },
  ]);
}
