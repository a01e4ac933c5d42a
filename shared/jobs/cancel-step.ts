import { DeleteObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { ServiceError } from '../errors/service-error.ts';
import type { MvsepClient } from '../mvsep/client/mvsep-client.ts';
import type { RemoteHash } from '../mvsep/contract/remote-hash.ts';
import type { SeparationHash } from '../mvsep/contract/separation-hash.ts';
import { type CancelUpstreamDeps, cancelUpstream } from './cancel-upstream.ts';
import { handoffKey } from './handoff-key.ts';
import type { Step, StepResult } from './step.ts';
import type { StepRef } from './step-ref.ts';
import { storeResult } from './store-result.ts';

/** A step that moves on while it is cancelled is looked at again this often. */
const ATTEMPTS = 5;

export interface CancelStepDeps extends CancelUpstreamDeps {
  readonly client: { readonly separation: Pick<MvsepClient['separation'], 'cancel' | 'getRemote'> };
  readonly s3: S3Client;
  readonly bucket: string;
}

/**
 * Cancels one step wherever it is, and tells the service if it has the song already.
 *
 * - before it is handed over: it ends, and costs nothing;
 * - while it is handed over: whoever does so sees the mark, and cancels as soon as there is a hash;
 * - while it is separated: the service is told. It gives the credits back unless it has begun; when it cannot be
 *   reached, the step ends all the same, and its history tells later what it cost;
 * - while its stems are copied: no more stems are copied.
 */
export async function cancelStep(deps: CancelStepDeps, ref: StepRef): Promise<void> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const step = await deps.jobs.getStep(ref);
    if (step.state === 'done' || step.state === 'failed') return;
    const marked = await mark(deps, step);
    if (marked === undefined) continue;
    if (marked.state === 'creating' || marked.state === 'copying' || marked.result !== undefined) return;
    const ended =
      marked.state === 'waiting'
        ? await cancelWaiting(deps, marked)
        : await storeResult(deps, marked, cancelled('The job was cancelled before this began.', 'no'), {
            from: [marked.state],
          });
    if (ended !== undefined) return;
  }
  throw new Error(`The step ${ref.step} of ${ref.jobId} changes all the time; cancel the job again.`);
}

/** Says on the record that the step is to end, for whoever works on it now. */
async function mark({ jobs, now }: CancelStepDeps, step: Step): Promise<Step | undefined> {
  if (step.cancelledAt !== undefined) return step;
  const at = now();
  return jobs.changeStep(step, {
    at,
    set: { cancelledAt: at.toISOString() },
    event: { what: 'cancelled', detail: `while ${step.state}` },
    when: { state: [step.state], equals: { attempt: step.attempt } },
  });
}

async function cancelWaiting(deps: CancelStepDeps, step: Step): Promise<Step | undefined> {
  const about = { ofAttempt: step.attempt };
  try {
    const hash = step.separationHash ?? (await hashOfRemote(deps, step));
    if (hash === 'never') {
      return await storeResult(
        deps,
        step,
        cancelled('The job was cancelled before its song was fetched.', 'no'),
        about,
      );
    }
    if (hash !== undefined) return await cancelUpstream(deps, step, hash);
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    deps.log.warn('The service could not be told of the cancellation', {
      jobId: step.jobId,
      step: step.step,
      error: error.name,
    });
  }
  const unsure =
    'The job was cancelled. Whether its separation had begun, the history of the account will tell.';
  return storeResult(deps, step, cancelled(unsure, 'maybe'), about);
}

/**
 * What the service made of a link. The copy that the link leads to is deleted first: what is not fetched yet is then
 * never fetched, and never charged.
 *
 * @returns `never` when it could not fetch it, undefined while it may still be at it
 */
async function hashOfRemote(deps: CancelStepDeps, step: Step): Promise<SeparationHash | 'never' | undefined> {
  if (step.remoteHash === undefined) return undefined;
  if (step.creatingBy !== undefined) {
    const Key = handoffKey(step, step.creatingBy);
    await deps.s3.send(new DeleteObjectCommand({ Bucket: deps.bucket, Key }));
  }
  return askForHash(deps, step.remoteHash);
}

async function askForHash(
  { client }: CancelStepDeps,
  remoteHash: RemoteHash,
): Promise<SeparationHash | 'never' | undefined> {
  const remote = await client.separation.getRemote(remoteHash);
  if (remote.kind === 'failed') return 'never';
  return remote.kind === 'done' ? remote.hash : undefined;
}

function cancelled(reason: string, charged: 'no' | 'maybe'): StepResult {
  return { kind: 'failed', error: 'JobCancelled', reason, charged };
}
