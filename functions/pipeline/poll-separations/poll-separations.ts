import { inLanes } from '../../../shared/aws/in-lanes.ts';
import type { DueRecord } from '../../../shared/jobs/job-table.ts';
import { claimRun, releaseRun } from '../../../shared/jobs/run-claim.ts';
import type { StepRef } from '../../../shared/jobs/step-ref.ts';
import { type LookDeps, lookAt, type Run } from './look-at.ts';

const CLOCK = 'poll-separations';
/** Due steps that are fetched at once. */
const MOST_AT_ONCE = 200;
/** How many requests a minute keep one lane busy, when the service is quick. */
const REQUESTS_PER_LANE = 20;
const MOST_LANES = 16;
/** How long the run looks away at most while nothing is due: what is due sooner may come up meanwhile. */
const LONGEST_NAP_MS = 5_000;
/** The index lags behind the records by less than this. */
const SHORTEST_NAP_MS = 500;
/** When the service fails so often in a row it is taken to be down, and the run ends. */
const FAILURES_THAT_END_A_RUN = 3;

export interface PollDeps extends LookDeps {
  readonly requestsPerMinute: number;
  /** Waits so many milliseconds. */
  readonly sleep: (milliseconds: number) => Promise<unknown>;
}

/**
 * Looks at the waiting steps that are due, the longest due first, and settles those that have ended. Goes on as
 * long as its time lasts and something gets due within it. A thousand steps wait longer, but never exceed the
 * budget of requests: without a place in it the run waits or ends, and what is due stays due. Of several runs at
 * once only one polls.
 *
 * @throws the first error that is none of ours, once everything else had its turn.
 */
export async function pollSeparations(deps: PollDeps): Promise<void> {
  const start = deps.now();
  const endsAt = new Date(start.getTime() + deps.timeLeftMs());
  if (!(await claimRun(deps.table, CLOCK, start, endsAt))) {
    deps.log.info('Another run is polling');
    return;
  }
  const run: Run = { looks: 0, failuresInARow: 0, handled: new Set(), pausedUntil: 0, unexpected: undefined };
  try {
    await pollWhileTimeLasts(deps, run, endsAt);
  } finally {
    await releaseRun(deps.table, CLOCK);
  }
  deps.log.info('Polled', { looks: run.looks });
  if (run.unexpected !== undefined) throw run.unexpected;
}

async function pollWhileTimeLasts(deps: PollDeps, run: Run, endsAt: Date): Promise<void> {
  const lanes = Math.min(MOST_LANES, Math.ceil(deps.requestsPerMinute / REQUESTS_PER_LANE));
  while (run.failuresInARow < FAILURES_THAT_END_A_RUN) {
    // All that gets due before this run ends, the longest due first.
    const coming = await deps.jobs.due('poll', endsAt, MOST_AT_ONCE);
    const looksBefore = run.looks;
    await inLanes(lanes, dueSteps(deps, run, coming), (ref) => lookAt(deps, run, ref));
    if (run.looks > looksBefore) continue;
    const napMs = nextNap(deps, run, coming);
    if (napMs === undefined || deps.timeLeftMs() - napMs < deps.longestCallMs) return;
    await deps.sleep(napMs);
  }
}

/** One after the other, as lanes get free and as long as the service may be asked and there is time to ask it. */
function* dueSteps(deps: PollDeps, run: Run, coming: readonly DueRecord[]): Generator<StepRef> {
  for (const { jobId, step, dueAt } of coming) {
    const now = deps.now().getTime();
    if (run.failuresInARow >= FAILURES_THAT_END_A_RUN || run.pausedUntil > now) return;
    if (Date.parse(dueAt) > now || deps.timeLeftMs() < deps.longestCallMs) return;
    if (step !== undefined && !run.handled.has(`${jobId} ${step}`)) yield { jobId, step };
  }
}

/** How long there is nothing to do, in milliseconds; undefined when nothing comes up in the time of this run. */
function nextNap(deps: PollDeps, run: Run, coming: readonly DueRecord[]): number | undefined {
  const next = coming.find(({ jobId, step }) => !run.handled.has(`${jobId} ${step}`));
  if (next === undefined) return undefined;
  const now = deps.now().getTime();
  const untilDue = Math.min(LONGEST_NAP_MS, Date.parse(next.dueAt) - now);
  return Math.max(SHORTEST_NAP_MS, untilDue, run.pausedUntil - now);
}
