import { ServiceError } from '../../../shared/errors/service-error.ts';
import type { Step } from '../../../shared/jobs/step.ts';
import { type UploadId, uploadId } from '../../../shared/jobs/upload-id.ts';
import type { SeparationHash } from '../../../shared/mvsep/contract/separation-hash.ts';
import { type SearchAccountDeps, searchAccount } from './search-account.ts';
import { type SettleLostDeps, settleLost } from './settle-lost.ts';

/** Steps that one search of the account looks for. */
const STEPS_AT_ONCE = 100;
/** How far the clock of the service may be behind ours, in milliseconds. */
const CLOCK_MARGIN_MS = 5 * 60_000;
/** When a search that could not be made is tried again, in milliseconds. */
const TRY_AGAIN_AFTER_MS = 30_000;

export type LookUpDeps = SearchAccountDeps & SettleLostDeps;

/**
 * Looks up what became of requests whose answer was lost: one search of the account for all that are due. While the
 * account cannot be searched nothing is decided, and they are due again a little later.
 *
 * @returns how many were looked up
 */
export async function lookUpLost(deps: LookUpDeps): Promise<number> {
  const now = deps.now();
  const lost = await lostSteps(deps, now);
  if (lost.length === 0) return 0;
  const earliest = Math.min(...lost.map(({ creatingAt }) => Date.parse(creatingAt ?? now.toISOString())));
  let found: Map<UploadId, SeparationHash>;
  try {
    found = await searchAccount(deps, lost.map(uploadId), new Date(earliest - CLOCK_MARGIN_MS));
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    deps.log.warn('Lost requests could not be looked up', { steps: lost.length, error: error.name });
    await Promise.all(lost.map((step) => putOff(deps, step)));
    return 0;
  }
  for (const step of lost) await settleLost(deps, step, found.get(uploadId(step)));
  return lost.length;
}

async function lostSteps({ jobs }: LookUpDeps, now: Date): Promise<Step[]> {
  const due = await jobs.due('look-up', now, STEPS_AT_ONCE);
  const steps = await Promise.all(
    due.map(({ jobId, step }) => (step === undefined ? undefined : jobs.findStep({ jobId, step }))),
  );
  // The index may still show what has moved on; and who sent the request must surely be gone.
  const isLost = (step: Step | undefined): step is Step =>
    step?.state === 'creating' &&
    step.result === undefined &&
    step.work === 'look-up' &&
    [step.dueAt, step.creatingUntil].every((time) => time !== undefined && Date.parse(time) <= now.getTime());
  return steps.filter(isLost);
}

async function putOff({ jobs, now }: LookUpDeps, step: Step): Promise<void> {
  const at = now();
  await jobs.changeStep(step, {
    at,
    set: { dueAt: new Date(at.getTime() + TRY_AGAIN_AFTER_MS).toISOString() },
    when: { state: ['creating'], equals: { creatingBy: step.creatingBy } },
  });
}
