import { ServiceError } from '../../../shared/errors/service-error.ts';
import { readDueStep } from '../../../shared/jobs/read-due-step.ts';
import type { Step } from '../../../shared/jobs/step.ts';
import { storeResult } from '../../../shared/jobs/store-result.ts';
import { uploadId } from '../../../shared/jobs/upload-id.ts';
import { upstreamLeft } from '../../../shared/jobs/upstream-left.ts';
import { type SearchAccountDeps, type Searched, searchAccount } from './search-account.ts';
import { type SettleLostDeps, settleLost } from './settle-lost.ts';

/** Steps that one search of the account looks for. */
const STEPS_AT_ONCE = 100;
/** How far the clock of the service may be behind ours, in milliseconds. */
const CLOCK_MARGIN_MS = 5 * 60_000;
/** When a search that could not be made is tried again, in milliseconds. */
const TRY_AGAIN_AFTER_MS = 30_000;
/** How long one part of a search goes on, in milliseconds: turns are given in between. */
const LONGEST_PART_MS = 15_000;

/** What is left of a run when no further page is asked for, in milliseconds. */
const TIME_FOR_A_PAGE_MS = 10_000;

export interface LookUpDeps extends SearchAccountDeps, SettleLostDeps {
  readonly client: SearchAccountDeps['client'] & SettleLostDeps['client'];
  /** How long this run may still take. */
  readonly remainingMs: () => number;
  /** Host of the service that `client` asks; undefined where there never was another. */
  readonly upstream?: string;
}

/**
 * Looks up what became of requests whose answer was lost: one search of the account for all that are due. While the
 * account cannot be searched nothing is decided, and they are due again a little later. A search that takes long goes
 * on where it stopped the next time; what was lost since is searched for first.
 *
 * @returns how many were looked up
 */
export async function lookUpLost(deps: LookUpDeps): Promise<number> {
  const now = deps.now();
  const due = await ofThisService(deps, await lostSteps(deps, now));
  const fresh = due.filter(({ searchedTo }) => searchedTo === undefined);
  const lost = fresh.length > 0 ? fresh : due;
  if (lost.length === 0) return 0;
  const earliest = Math.min(...lost.map(({ creatingAt }) => Date.parse(creatingAt ?? now.toISOString())));
  const ends = now.getTime() + LONGEST_PART_MS;
  let searched: Searched;
  try {
    searched = await searchAccount(deps, {
      wanted: lost.map(uploadId),
      since: new Date(earliest - CLOCK_MARGIN_MS),
      from: Math.min(...lost.map(({ searchedTo = 0 }) => searchedTo)),
      hasTime: () => deps.now().getTime() < ends && deps.remainingMs() > TIME_FOR_A_PAGE_MS,
    });
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    deps.log.warn('Lost requests could not be looked up', { steps: lost.length, error: error.name });
    await Promise.all(lost.map((step) => putOff(deps, step)));
    return 0;
  }
  const { found, goOnAt } = searched;
  for (const step of lost) {
    const hash = found.get(uploadId(step));
    if (hash === undefined && goOnAt !== undefined) await goOnLater(deps, step, goOnAt);
    else await settleLost(deps, step, hash);
  }
  return lost.length;
}

/** Another service than the one that was asked shows nothing, and that proves nothing. */
async function ofThisService(deps: LookUpDeps, lost: readonly Step[]): Promise<Step[]> {
  const here: Step[] = [];
  for (const step of lost) {
    const left = upstreamLeft(step, deps.upstream);
    if (left === undefined) here.push(step);
    else await storeResult(deps, step, left, { ofAttempt: step.attempt, from: ['creating'] });
  }
  return here;
}

async function lostSteps(deps: LookUpDeps, now: Date): Promise<Step[]> {
  const due = await deps.jobs.due('look-up', now, STEPS_AT_ONCE);
  const steps = await Promise.all(
    due.map(({ jobId, step }) =>
      step === undefined ? undefined : readDueStep(deps, { jobId, step }, 'look-up'),
    ),
  );
  // The index may still show what has moved on; and who sent the request must surely be gone.
  const isLost = (step: Step | undefined): step is Step =>
    step?.state === 'creating' &&
    step.result === undefined &&
    step.work === 'look-up' &&
    [step.dueAt, step.creatingUntil].every((time) => time !== undefined && Date.parse(time) <= now.getTime());
  return steps.filter(isLost);
}

/** It was not among the newest; what is older is still to be searched. */
async function goOnLater({ jobs, now }: LookUpDeps, step: Step, searchedTo: number): Promise<void> {
  const { creatingBy, lookUps } = step;
  const at = now();
  await jobs.changeStep(step, {
    at,
    // Behind the others that are due.
    set: { searchedTo, dueAt: at.toISOString() },
    when: { state: ['creating'], equals: { creatingBy, lookUps } },
  });
}

async function putOff({ jobs, now }: LookUpDeps, step: Step): Promise<void> {
  const at = now();
  await jobs.changeStep(step, {
    at,
    set: { dueAt: new Date(at.getTime() + TRY_AGAIN_AFTER_MS).toISOString() },
    when: { state: ['creating'], equals: { creatingBy: step.creatingBy } },
  });
}
