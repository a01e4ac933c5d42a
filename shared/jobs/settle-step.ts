import type { MvsepClient } from '../mvsep/client/mvsep-client.ts';
import type { RemoteProgress } from '../mvsep/contract/get-remote.ts';
import type { RemoteHash } from '../mvsep/contract/remote-hash.ts';
import type { SeparationHash } from '../mvsep/contract/separation-hash.ts';
import type { SeparationProgress } from '../mvsep/contract/separation-progress.ts';
import { type EndWaitDeps, endWait } from './end-wait.ts';
import type { Job, JobProgress, SeparationResult } from './job.ts';
import { nextPoll } from './poll-interval.ts';
import { resultStems } from './result-stems.ts';

/** How long a stored result rests before the poller makes sure that the wait was ended, in seconds. */
const END_WAIT_CHECK_SECONDS = 60;
/** History lines about progress stop here: a status that flickers must not fill the record. */
const MAXIMUM_EVENTS_FOR_PROGRESS = 60;

export interface SettleDeps extends EndWaitDeps {
  readonly client: Pick<MvsepClient, 'separation'>;
  /** Called before every call to the MVSep API. */
  readonly beforeCall?: () => void;
}

/**
 * - `not-waiting`: the job does not wait, or another one settled it meanwhile; nothing to do.
 * - `pending`: no result yet; the record says when to look again.
 * - `settled`: the result is on the record, and the wait ended or ends when its token is registered.
 */
export type Settlement = 'not-waiting' | 'pending' | 'settled';

/**
 * Asks the MVSep API how a waiting job is and, when it has ended, ends the wait of its execution. Believes
 * nothing but the API's own answer, so it may be called for any reason, any number of times, in any order.
 *
 * @throws the errors of the client, when the API cannot be asked; the job then simply keeps waiting.
 */
export async function settleStep(deps: SettleDeps, job: Job): Promise<Settlement> {
  if (job.state !== 'waiting') return 'not-waiting';
  if (job.result !== undefined) {
    await checkWaitEnded(deps, job);
    return 'settled';
  }
  if (job.separationHash !== undefined) return settleSeparation(deps, job, job.separationHash);
  return job.remoteHash === undefined ? 'not-waiting' : settleRemote(deps, job, job.remoteHash);
}

async function settleSeparation(deps: SettleDeps, job: Job, hash: SeparationHash): Promise<Settlement> {
  deps.beforeCall?.();
  const progress = await deps.client.separation.get(hash);
  if (progress.kind === 'done') {
    return storeResult(deps, job, hash, { kind: 'done', stems: resultStems(job, progress.files) });
  }
  if (progress.kind === 'failed') return storeResult(deps, job, hash, failed(progress.message));
  return keepWaiting(deps, job, progress, hash);
}

/** Audio given as a link: the service first fetches it, and then names the separation that it became. */
async function settleRemote(deps: SettleDeps, job: Job, hash: RemoteHash): Promise<Settlement> {
  deps.beforeCall?.();
  const remote = await deps.client.separation.getRemote(hash);
  if (remote.kind === 'done') return settleSeparation(deps, job, remote.hash);
  if (remote.kind === 'failed') return storeResult(deps, job, undefined, failed(remote.message));
  return keepWaiting(deps, job, remote, undefined);
}

function failed(message: string | undefined): SeparationResult {
  return { kind: 'failed', reason: `The separation service reports: ${message ?? 'the separation failed'}` };
}

async function storeResult(
  deps: SettleDeps,
  job: Job,
  separationHash: SeparationHash | undefined,
  result: SeparationResult,
): Promise<Settlement> {
  const at = deps.now();
  const stored = await deps.jobs.change(job.jobId, {
    at,
    set: {
      result,
      resultAt: at.toISOString(),
      dueAt: new Date(at.getTime() + END_WAIT_CHECK_SECONDS * 1000).toISOString(),
      separationHash,
    },
    countPoll: true,
    event:
      result.kind === 'done'
        ? { what: 'separated', detail: `${result.stems.length} stems` }
        : { what: 'separation failed', detail: result.reason },
    when: { state: ['waiting'], absent: ['result'] },
  });
  if (stored === undefined) return 'not-waiting';
  await endWait(deps, stored);
  return 'settled';
}

async function keepWaiting(
  deps: SettleDeps,
  job: Job,
  progress: SeparationProgress | RemoteProgress,
  separationHash: SeparationHash | undefined,
): Promise<Settlement> {
  const at = deps.now();
  const latest = progressRecord(progress, at);
  const isNews = latest.status !== job.progress?.status && job.events.length < MAXIMUM_EVENTS_FOR_PROGRESS;
  await deps.jobs.change(job.jobId, {
    at,
    set: {
      progress: latest,
      dueAt: nextPoll(new Date(job.createdAt ?? job.submittedAt), at).toISOString(),
      separationHash,
    },
    countPoll: true,
    ...(isNews ? { event: { what: 'progress', detail: latest.status } } : {}),
    when: { state: ['waiting'], absent: ['result'] },
  });
  deps.log.info('The separation has not ended yet', { jobId: job.jobId, status: latest.status });
  return 'pending';
}

function progressRecord(progress: SeparationProgress | RemoteProgress, at: Date): JobProgress {
  const status = progress.kind === 'unknown' ? progress.status.slice(0, 100) : progress.kind;
  const numbers =
    progress.kind === 'waiting'
      ? { position: progress.position, queueLength: progress.queueLength }
      : progress.kind === 'distributing'
        ? { finishedChunks: progress.finishedChunks, allChunks: progress.allChunks }
        : {};
  return { status, at: at.toISOString(), ...dropUndefined(numbers) };
}

function dropUndefined(numbers: Record<string, number | undefined>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(numbers).flatMap(([name, number]) => (number === undefined ? [] : [[name, number]])),
  );
}

/** A result whose wait was not ended, because the one who stored it was cut off, is ended by the next look. */
async function checkWaitEnded(deps: SettleDeps, job: Job): Promise<void> {
  const at = deps.now();
  // Without a time to look again the wait has ended: its execution is on its way to the next state.
  if (job.dueAt === undefined || Date.parse(job.dueAt) > at.getTime()) return;
  const checked = await deps.jobs.change(job.jobId, {
    at,
    set: { dueAt: new Date(at.getTime() + END_WAIT_CHECK_SECONDS * 1000).toISOString() },
    when: { state: ['waiting'], equals: { dueAt: job.dueAt } },
  });
  if (checked !== undefined) await endWait(deps, checked);
}
