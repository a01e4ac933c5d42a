import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { endRemote } from '../../../shared/engine/end-remote.ts';
import { type EndSeparationDeps, endSeparation } from '../../../shared/engine/end-separation.ts';
import { PLANS } from '../../../shared/engine/plan.ts';
import { executionState, startExecution } from '../../../shared/engine/queue/execution.ts';
import { queueKeys } from '../../../shared/engine/queue/queue-keys.ts';
import { QueueReader, type Waiting } from '../../../shared/engine/queue/queue-reader.ts';
import { type StartWaitingDeps, startWaiting } from '../../../shared/engine/queue/start-waiting.ts';
import { SeparationTable } from '../../../shared/engine/separation-table.ts';
import { freeSlot } from './free-slot.ts';

export interface TendQueueDeps extends StartWaitingDeps, EndSeparationDeps {
  /** The workflow that fetches links. */
  readonly fetchWorkflowArn: string;
}

/** Nothing is kept longer than 72 hours, the song of a separation included: it must start well before. */
const LONGEST_WAIT_MS = 48 * 3_600_000;

const LOST =
  'The separation failed inside the server. Create it again; if it fails again, tell the operator its hash.';
const WAITED_TOO_LONG = 'The separation waited for 48 hours without a free place. Create it again later.';

/**
 * Mends what a crash between two writes leaves behind: executions that were never started, slots and links whose
 * execution is gone, separations that wait beside a free slot or far too long. Where nothing is broken it
 * changes nothing. One thing that cannot be mended does not keep the others from it.
 */
export async function tendQueue(deps: TendQueueDeps): Promise<void> {
  const queue = new QueueReader(deps.store);
  for (const slot of await queue.slots()) await attempt(deps, slot.hash, () => tendSlot(deps, slot));
  const before = new Date(deps.now().getTime() - LONGEST_WAIT_MS).toISOString();
  for (const plan of PLANS) {
    const late = (await queue.line(plan)).filter(({ createdAt }) => createdAt < before);
    for (const { hash } of late) await attempt(deps, hash, () => failLate(deps, hash));
  }
  try {
    await startWaiting(deps);
  } finally {
    // Last: there may be thousands, each is a question to Step Functions, and nothing above should wait for them.
    for (const link of await queue.fetches()) await attempt(deps, link.hash, () => tendFetch(deps, link));
  }
}

async function tendSlot(
  deps: TendQueueDeps,
  { number, hash }: { readonly number: number; readonly hash: string },
): Promise<void> {
  const { stepFunctions, workflowArn, log } = deps;
  const state = await executionState(stepFunctions, workflowArn, hash);
  if (state === 'running') return;
  if (state === 'never started') return startExecution(stepFunctions, workflowArn, hash);
  // It frees its slot before it ends. One whose record is final, or gone, still has the slot by mistake.
  if (await fail(deps, hash, LOST))
    log.error('An execution ended without an end of its separation.', { hash });
  else await freeSlot(deps.store, number, hash);
}

async function tendFetch(deps: TendQueueDeps, { hash, createdAt }: Waiting): Promise<void> {
  const { stepFunctions, fetchWorkflowArn, log } = deps;
  const state = await executionState(stepFunctions, fetchWorkflowArn, hash);
  if (state === 'running') return;
  if (state === 'never started') return startExecution(stepFunctions, fetchWorkflowArn, hash);
  if (await fail(deps, hash, LOST)) {
    log.error('An execution ended without an end of its link.', { hash });
    return;
  }
  // The link has ended, or its record is gone: nothing is being fetched.
  const Key = queueKeys.fetch(createdAt, hash);
  await deps.store.documents.send(new DeleteCommand({ TableName: deps.store.queue, Key }));
}

/** Ends a separation or a link as failed; false when it had ended. */
async function fail(deps: TendQueueDeps, hash: string, message: string): Promise<boolean> {
  const { store } = deps;
  const record = await new SeparationTable(store.documents, store.separations).find(hash);
  const ending = { status: 'failed', message } as const;
  if (record?.kind === 'remote') return endRemote(deps, record, ending);
  return record === undefined ? false : endSeparation(deps, record, ending);
}

/** Ends what waits for too long; what has left the queue since it was looked at is running now. */
async function failLate(deps: TendQueueDeps, hash: string): Promise<void> {
  const record = await new SeparationTable(deps.store.documents, deps.store.separations).find(hash);
  if (record?.kind !== 'separation' || record.status !== 'waiting') return;
  await endSeparation(deps, record, { status: 'failed', message: WAITED_TOO_LONG });
}

async function attempt({ log }: TendQueueDeps, hash: string, mend: () => Promise<unknown>): Promise<void> {
  try {
    await mend();
  } catch (error) {
    log.error('Something in the queue could not be mended; it is tried again in a minute.', { hash, error });
  }
}
