import { MvsepBusy } from '../../../shared/errors/mvsep-busy.ts';
import { ServiceError } from '../../../shared/errors/service-error.ts';
import type { Job } from '../../../shared/jobs/job.ts';
import type { JobId } from '../../../shared/jobs/job-id.ts';
import { type SettleDeps, settleStep } from '../../../shared/jobs/settle-step.ts';

/** What one job may need: `get-remote`, then `get`. */
const MOST_CALLS_PER_JOB = 2;
/** How long to stay away from a service that says "too many requests" but not for how long, in seconds. */
const DEFAULT_PAUSE_SECONDS = 60;
/** No service is believed that asks to wait longer than this, in seconds. */
const LONGEST_PAUSE_SECONDS = 60 * 60;
/** When a job that could not be looked at is tried again, in seconds. */
const PUT_OFF_SECONDS = 60;
/** After so many failures in a row the service is taken to be down, and the run ends. */
const FAILURES_THAT_END_A_RUN = 3;

export interface PollDeps extends SettleDeps {
  /** Most calls to the MVSep API that one run may make, whatever the number of jobs. */
  readonly requestsPerRun: number;
  /** After so many seconds a run that never gave the right to poll back is taken to be dead. */
  readonly longestRunSeconds: number;
  /** Whether there is time for one more job. */
  readonly hasTime: () => boolean;
}

/**
 * Looks at the waiting jobs that are due, the longest due first, and settles those that have ended. A thousand
 * jobs wait longer, but never exceed the service's rate limit. Of several runs at once only one polls: together
 * they would spend the budget twice.
 */
export async function pollSeparations(deps: PollDeps): Promise<void> {
  const start = deps.now();
  const claimed = await deps.jobs.claimPolling(
    start,
    new Date(start.getTime() + deps.longestRunSeconds * 1000),
  );
  if (!claimed) {
    deps.log.info('Another run is polling, or the service asked to wait');
    return;
  }
  try {
    await pollDueJobs(deps);
  } finally {
    await deps.jobs.releasePolling();
  }
}

async function pollDueJobs(deps: PollDeps): Promise<void> {
  const due = await deps.jobs.due(deps.now(), deps.requestsPerRun);
  const run: Run = { calls: 0, failuresInARow: 0, paused: false, unexpected: undefined };
  for (const jobId of due) {
    if (run.paused || run.failuresInARow >= FAILURES_THAT_END_A_RUN || !deps.hasTime()) break;
    if (!(await lookAt(deps, run, jobId))) break;
  }
  deps.log.info('Polled', { due: due.length, calls: run.calls });
  if (run.unexpected !== undefined) throw run.unexpected;
}

interface Run {
  calls: number;
  failuresInARow: number;
  paused: boolean;
  /** The first error that is none of ours; thrown once every other job had its turn. */
  unexpected: unknown;
}

/** Looks at one job; false when the budget does not allow it. One broken job never keeps the others waiting. */
async function lookAt(deps: PollDeps, run: Run, jobId: JobId): Promise<boolean> {
  try {
    const job = await deps.jobs.find(jobId);
    if (job === undefined) return true;
    // At least one job a run, so that the smallest budget cannot starve them all.
    if (run.calls > 0 && run.calls + callsNeeded(job) > deps.requestsPerRun) return false;
    const beforeCall = () => {
      run.calls += 1;
    };
    await settleStep({ ...deps, beforeCall }, job);
    run.failuresInARow = 0;
  } catch (error) {
    run.failuresInARow += 1;
    if (!(error instanceof ServiceError)) run.unexpected ??= error;
    await putOff(deps, run, jobId, error);
    if (error instanceof MvsepBusy) {
      run.paused = true;
      await pause(deps, error);
    }
  }
  return true;
}

function callsNeeded(job: Job): number {
  if (job.result !== undefined) return 0;
  return job.separationHash === undefined ? MOST_CALLS_PER_JOB : 1;
}

/** A job that could not be looked at goes to the back of the line. */
async function putOff(deps: PollDeps, run: Run, jobId: JobId, cause: unknown): Promise<void> {
  const at = deps.now();
  deps.log.warn('A job could not be looked at', {
    jobId,
    error: cause instanceof Error ? cause.name : 'unknown',
    reason: cause instanceof ServiceError ? cause.message : 'unexpected; see the error of this run',
  });
  try {
    await deps.jobs.change(jobId, {
      at,
      set: { dueAt: new Date(at.getTime() + PUT_OFF_SECONDS * 1000).toISOString() },
      when: { state: ['waiting'] },
    });
  } catch (error) {
    run.unexpected ??= error;
  }
}

async function pause(deps: PollDeps, busy: MvsepBusy): Promise<void> {
  const seconds = Math.min(busy.retryAfterSeconds ?? DEFAULT_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS);
  await deps.jobs.pausePolling(new Date(deps.now().getTime() + seconds * 1000));
}
