import { type CancelStepDeps, cancelStep } from '../../../shared/jobs/cancel-step.ts';
import { firstPoll } from '../../../shared/jobs/poll-interval.ts';
import { rememberHash } from '../../../shared/jobs/separation-hashes.ts';
import type { Step } from '../../../shared/jobs/step.ts';
import { endPauses } from '../../../shared/jobs/turn-pause.ts';
import type { CreatedSeparation } from '../../../shared/mvsep/client/create-separation.ts';
import { hashOf } from './hash-of.ts';
import { recordTooLate } from './record-too-late.ts';
import type { MarkedStep } from './write-mark.ts';

export interface RecordCreatedDeps extends CancelStepDeps {
  /** Whether the service calls back when a separation has ended. */
  readonly webhooksExpected: () => Promise<boolean>;
}

/** Writes down under which hash the service has taken the step, before anything else. */
export async function recordCreated(
  deps: RecordCreatedDeps,
  marked: MarkedStep,
  created: CreatedSeparation,
): Promise<void> {
  const at = deps.now();
  const { jobId, step } = marked;
  const written = await deps.jobs.changeStep(marked, {
    at,
    set: {
      ...hashOf(created),
      state: 'waiting',
      createdAt: at.toISOString(),
      refusals: 0,
      work: 'poll',
      dueAt: firstPoll(at, { webhook: await deps.webhooksExpected() }).toISOString(),
    },
    event: { what: 'created', detail: created.hash },
    when: { state: ['creating'], equals: { creatingBy: marked.creatingBy } },
  });
  deps.log.info('The separation was created', { jobId, step, kind: created.kind, hash: created.hash });
  await rememberHash(deps.table, created.hash, marked, at);
  await endPauses(deps);
  const current = written ?? (await deps.jobs.findStep(marked));
  if (current?.attempt !== marked.attempt) return recordTooLate(deps, undefined, marked, created);
  // Without an answer to the write it may have gone through, and the poller or a webhook have written since.
  const { separationHash, remoteHash, result, state } = current;
  const isWritten = separationHash === created.hash || remoteHash === created.hash;
  if (!isWritten || (state === 'failed' && result === undefined)) {
    return recordTooLate(deps, current, marked, created);
  }
  if (current.cancelledAt !== undefined) await cancelStep(deps, current);
  else if (current.hintedAt !== undefined) await lookAtOnce(deps, current);
}

/** A webhook that came before the hash was known could not be checked. */
async function lookAtOnce({ jobs, now }: RecordCreatedDeps, step: Step): Promise<void> {
  const at = now();
  await jobs.changeStep(step, {
    at,
    set: { dueAt: at.toISOString() },
    when: { state: ['waiting'], absent: ['result'] },
  });
}
