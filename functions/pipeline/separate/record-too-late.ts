import { DeleteObjectCommand } from '@aws-sdk/client-s3';
import { ServiceError } from '../../../shared/errors/service-error.ts';
import type { CancelStepDeps } from '../../../shared/jobs/cancel-step.ts';
import { cancelUpstream } from '../../../shared/jobs/cancel-upstream.ts';
import { handoffKey } from '../../../shared/jobs/handoff-key.ts';
import type { Step } from '../../../shared/jobs/step.ts';
import type { CreatedSeparation } from '../../../shared/mvsep/client/create-separation.ts';
import { hashOf } from './hash-of.ts';
import type { MarkedStep } from './write-mark.ts';

/**
 * The step was ended from outside while its separation was created. Its story must still tell what was paid for, and
 * the service is told that nobody waits for it any more: it gives the credits back unless it has begun.
 *
 * @param step as it is now; undefined when it is gone or at a newer attempt, whose record it must not touch
 * @param marked the attempt that was created
 */
export async function recordTooLate(
  deps: CancelStepDeps,
  step: Step | undefined,
  marked: MarkedStep,
  created: CreatedSeparation,
): Promise<void> {
  const about = { jobId: marked.jobId, step: marked.step, hash: created.hash };
  deps.log.warn('The step ended while its separation was created', about);
  if (step !== undefined) await writeCharge(deps, step, created);
  try {
    if (created.kind === 'remote') await deleteCopy(deps, marked);
    else if (step !== undefined) await cancelUpstream(deps, step, created.hash);
    else await deps.client.separation.cancel(created.hash);
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    deps.log.warn('A separation that nobody waits for could not be cancelled', {
      ...about,
      error: error.name,
    });
  }
}

async function writeCharge(
  { jobs, now }: CancelStepDeps,
  step: Step,
  created: CreatedSeparation,
): Promise<void> {
  const { result, failure, state, attempt } = step;
  // A link that the service took may still turn out to be none; a separation that exists was charged.
  const charged = created.kind === 'separation' ? 'yes' : 'maybe';
  const at = now();
  await jobs.changeStep(step, {
    at,
    set: {
      ...hashOf(created),
      ...(result?.kind === 'failed' ? { result: { ...result, charged } } : {}),
      ...(failure === undefined ? {} : { failure: { ...failure, charged } }),
      // The history of the account tells what it cost. A step that has not ended is looked at when it does.
      ...(state === 'failed' ? { work: 'settle' as const, dueAt: at.toISOString() } : {}),
    },
    event: { what: 'created too late', detail: created.hash },
    when: { state: [state], equals: { attempt } },
  });
}

async function deleteCopy({ s3, bucket }: CancelStepDeps, marked: MarkedStep): Promise<void> {
  await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: handoffKey(marked, marked.creatingBy) }));
}
