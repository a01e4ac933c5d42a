import { ServiceError } from '../errors/service-error.ts';
import type { MvsepClient } from '../mvsep/client/mvsep-client.ts';
import type { RemoteHash } from '../mvsep/contract/remote-hash.ts';
import type { SeparationHash } from '../mvsep/contract/separation-hash.ts';
import { endWait } from './end-wait.ts';
import { fallBackToUpload } from './fall-back-to-upload.ts';
import { giveUpUnasked, giveUpWaiting } from './give-up-waiting.ts';
import { keepWaiting } from './keep-waiting.ts';
import { progressOf, type UnfinishedAnswer } from './progress-of.ts';
import { namesAnother } from './read-upload-id.ts';
import { resultStems } from './result-stems.ts';
import type { Step, StepResult } from './step.ts';
import { endWaitCheckAt, type StoreResultDeps, storeResult } from './store-result.ts';
import { upstreamLeft } from './upstream-left.ts';

export interface SettleDeps extends StoreResultDeps {
  readonly client: { readonly separation: Pick<MvsepClient['separation'], 'get' | 'getRemote'> };
  /** Host of the service that `client` asks; undefined where there never was another. */
  readonly upstream?: string;
  /** How long a separation may take once it was handed over. */
  readonly separationTimeoutHours: number;
  /** Whether the service is expected to tell when a separation ends. */
  readonly webhooksExpected: () => Promise<boolean>;
}

/**
 * - `not-waiting`: the step does not wait, or another one settled it meanwhile; nothing to do.
 * - `pending`: no result yet; the record says when to look again.
 * - `requeued`: the service could not fetch the link; the step waits for another turn, to be sent as bytes.
 * - `settled`: the result is on the record, and the wait ended or ends when its token is registered.
 */
export type Settlement = 'not-waiting' | 'pending' | 'requeued' | 'settled';

/**
 * Asks the MVSep API how a waiting step is and, when its separation has ended, ends the wait of its execution.
 * Believes nothing but the API's own answer, so it may be called for any reason, any number of times, in any order.
 *
 * A separation that takes longer than the settings allow, or that the service does not know (any more), ends as
 * failed.
 *
 * @throws the errors of the client, when the API cannot be asked; the step then simply keeps waiting.
 */
export async function settleStep(deps: SettleDeps, step: Step): Promise<Settlement> {
  if (step.state !== 'waiting') return 'not-waiting';
  if (step.result !== undefined) {
    await checkWaitEnded(deps, step);
    return 'settled';
  }
  const left = upstreamLeft(step, deps.upstream);
  if (left !== undefined) return end(deps, step, left, undefined);
  try {
    if (step.separationHash !== undefined) return await settleSeparation(deps, step, step.separationHash);
    return step.remoteHash === undefined ? 'not-waiting' : await settleRemote(deps, step, step.remoteHash);
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    const given = giveUpUnasked(step, deps.now(), deps.separationTimeoutHours);
    if (given === undefined) throw error;
    return end(deps, step, given, undefined);
  }
}

async function settleSeparation(deps: SettleDeps, step: Step, hash: SeparationHash): Promise<Settlement> {
  const answer = await deps.client.separation.get(hash);
  if (answer.kind === 'done') {
    return end(deps, step, { kind: 'done', stems: resultStems(step, answer.files) }, hash);
  }
  // Whether the credits were given back, the account's history tells later.
  if (answer.kind === 'failed') return end(deps, step, failed(answer.message, 'maybe'), hash);
  return wait(deps, step, answer, hash);
}

/** Audio given as a link: the service first fetches it, and then names the separation that it became. */
async function settleRemote(deps: SettleDeps, step: Step, hash: RemoteHash): Promise<Settlement> {
  const remote = await deps.client.separation.getRemote(hash);
  if (remote.kind === 'done' && namesAnother(remote.hash, step)) {
    deps.log.error('The service names a separation of something else', {
      jobId: step.jobId,
      step: step.step,
    });
    return wait(deps, step, { kind: 'not-ready', message: undefined }, undefined);
  }
  if (remote.kind === 'done') return settleSeparation(deps, step, remote.hash);
  if (remote.kind !== 'failed') return wait(deps, step, remote, undefined);
  const reason = remote.message ?? 'the audio could not be fetched';
  // After a link that could not be fetched, the bytes are sent.
  if ((await fallBackToUpload(deps, step, reason)) !== undefined) return 'requeued';
  // Without a separation there is nothing to charge for.
  return end(deps, step, failed(reason, 'no'), undefined);
}

function failed(message: string | undefined, charged: 'no' | 'maybe'): StepResult {
  const reason = `The separation service reports: ${message ?? 'the separation failed'}`;
  return { kind: 'failed', error: 'SeparationFailed', reason, charged };
}

async function wait(
  deps: SettleDeps,
  step: Step,
  answer: UnfinishedAnswer,
  separationHash: SeparationHash | undefined,
): Promise<Settlement> {
  const now = deps.now();
  const progress = progressOf(answer, now, step.progress);
  const given = giveUpWaiting({ ...step, progress, separationHash }, now, deps.separationTimeoutHours);
  if (given !== undefined) return end(deps, step, given, separationHash);
  await keepWaiting(deps, step, progress, separationHash);
  return 'pending';
}

async function end(
  deps: SettleDeps,
  step: Step,
  result: StepResult,
  separationHash: SeparationHash | undefined,
): Promise<Settlement> {
  const found = { separationHash, countPoll: true, ofAttempt: step.attempt };
  const stored = await storeResult(deps, step, result, found);
  return stored === undefined ? 'not-waiting' : 'settled';
}

/** A result whose wait was not ended, because the one who stored it was cut off, is ended by the next look. */
async function checkWaitEnded(deps: SettleDeps, step: Step): Promise<void> {
  const at = deps.now();
  // Without a time to look again the wait has ended: its execution is on its way to the next state.
  if (step.dueAt === undefined || Date.parse(step.dueAt) > at.getTime()) return;
  const checked = await deps.jobs.changeStep(step, {
    at,
    set: { dueAt: endWaitCheckAt(step.resultAt, at) },
    when: { state: ['waiting'], equals: { dueAt: step.dueAt } },
  });
  if (checked !== undefined) await endWait(deps, checked);
}
